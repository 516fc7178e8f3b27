/**
 * INV-23: a drained system falls silent. When every task has reached its end, sweeps move nothing, claims find
 * nothing, no run is settled and the event log does not grow: what goes on writing then does so for ever.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { type AnyCall, callsOf, isOk } from '../../history/calls.js';
import { clockSlackMs } from '../../history/holds.js';
import { storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { inLiveness, type Mark } from './liveness.js';

/** After the drain there are only polls and sweeps, and they change nothing. */
export const fallsSilent: Checker = {
  invariant: 'INV-23',
  name: 'falls-silent',
  needs: null,
  check: (history, final) =>
    inLiveness(history, ({ drained, endedBy }) => {
      if (drained === null)
        return { result: 'unknown', because: 'nothing to judge: the queue never drained' };
      const calls = callsOf(history).filter((call) => call.invoke > drained.index && isOk(call));
      const accused = [...movesIn(calls, history, drained), ...growth(history, final, { drained, endedBy })];
      const looks = calls.filter(({ op }) => op === 'claim' || op === 'sweep');
      return judged(accused, {
        exposure: looks.length,
        lacking: 'nobody asked for work or swept after the queue had drained',
      });
    }),
};

function* movesIn(calls: readonly AnyCall[], history: History, drained: Mark): Iterable<Accusation> {
  for (const call of calls) {
    const task = movedBy(call);
    if (task === null || mayArriveLate(history, task)) continue;
    yield accusation(`${call.op} by ${call.actor} moved task ${task} after everything had reached its end`, [
      drained.index,
      call.end,
    ]);
  }
}

/** The task that a call acknowledged to have given out, moved or settled, or null. */
function movedBy(call: AnyCall): string | null {
  if (!isOk(call)) return null;
  if (call.op === 'claim') return call.value?.task ?? null;
  if (call.op === 'sweep') return [...call.value.requeued, ...call.value.exhausted][0] ?? null;
  return call.op === 'complete' || call.op === 'fail' ? call.args.task : null;
}

/** Events carry the system's own clock, so they are compared with the slack between the two. */
function* growth(
  history: History,
  final: FinalState,
  { drained, endedBy }: { readonly drained: Mark; readonly endedBy: number },
): Iterable<Accusation> {
  const silentFrom = history.header.startedAt + drained.at + clockSlackMs(history);
  const late = final.events.filter(
    ({ at, task }) => at > silentFrom && !mayArriveLate(history, task) && !isAskedFor(history, task, drained),
  );
  const [first] = late;
  if (first === undefined) return;
  yield accusation(
    `the event log grew by ${late.length} after everything had reached its end, first by ${first.type} of ` +
      `task ${first.task} ${first.at - history.header.startedAt - drained.at} ms later`,
    [drained.index, endedBy],
  );
}

/** Whether a holder's call was still under way, or came later: what is refused is written down too. */
function isAskedFor(history: History, task: string, drained: Mark): boolean {
  const story = storiesOf(history).tasks.get(task);
  return (story?.fenced ?? []).some(({ end }) => end > drained.index);
}

/** Whether a submission or a command of unknown outcome may still take effect on the task. */
function mayArriveLate(history: History, task: string): boolean {
  const story = storiesOf(history).tasks.get(task);
  return [...(story?.enqueues ?? []), ...(story?.operators ?? [])].some(
    ({ outcome }) => outcome === 'unknown',
  );
}

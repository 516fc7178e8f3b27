/**
 * INV-15: an error says what happened. A call that was refused changed nothing, and BUSY comes only after the wait
 * that was declared. That no such error turns into success is INV-04: then something acknowledged is missing.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { callsOf, lineOf } from '../../history/calls.js';
import {
  isExplained,
  isRefused,
  type RefusedCall,
  refusedFor,
  type Step,
  stepsOf,
} from '../../history/causes.js';
import { slackBetweenMs } from '../../history/holds.js';
import { callText } from '../../history/op-text.js';
import { storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** What was refused did not happen, and nobody is turned away before the declared wait is over. */
export const honestErrors: Checker = {
  invariant: 'INV-15',
  name: 'honest-errors',
  needs: null,
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: callsOf(history).filter(isRefused).length,
      lacking: 'no call was refused',
    }),
};

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  yield* hastyRefusals(history);
  const { tasks } = storiesOf(history);
  for (const step of stepsOf(history, final)) {
    const story = tasks.get(step.task);
    if (!story || isExplained(step, { history, story })) continue;
    const call = refusedFor(step, { history, story });
    if (call) yield brokenRefusal(call, step);
  }
}

/** On the atomic backend a call is one step in which no time passes: nobody there can wait for a lock. */
function* hastyRefusals(history: History): Iterable<Accusation> {
  const { mode, backend, knobs } = history.header;
  if (mode === 'simulated' && backend !== 'interleaved') return;
  for (const call of callsOf(history).filter(isRefused)) {
    const waitedMs = call.endedAt - call.invokedAt;
    if (call.code !== 'BUSY' || waitedMs >= knobs.busyWaitMs - slackBetweenMs(history, call, call)) continue;
    yield accusation(
      `${textOf(call)} was refused as BUSY after ${waitedMs} ms; ${knobs.busyWaitMs} ms of waiting are declared`,
      [call.invoke, call.end],
    );
  }
}

function brokenRefusal(call: RefusedCall, step: Step): Accusation {
  const { task, from, to, run } = step;
  return accusation(
    `${textOf(call)} was refused with ${call.code}, which says that nothing changed; and yet the log has task ${task} ` +
      `go from ${from ?? 'nothing'} to ${to} in run ${run}, and nobody else asked for that`,
    [lineOf(call)],
  );
}

function textOf(call: RefusedCall): string {
  return `${callText(call)} by ${call.actor}`;
}

/**
 * INV-20: once everything is healed, work goes on within a bound. Before the first run ends, a busy store may have to
 * be waited for, a lease to run out, a sweep and a poll to come round, a backoff to pass when every task that is left
 * ran before, and a handler to do its work; no more. Whatever disturbs the run after the heal starts the wait again.
 */
import type { FinalState, History, Op } from '../../../gates/record/history.js';
import { callsOf, isOk } from '../../history/calls.js';
import { firstWaitsOf } from '../../history/first-waits.js';
import { clockSlackMs } from '../../history/holds.js';
import { storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { isOpen } from './drains-after-heal.js';
import { inLiveness, type Liveness, latenessMs } from './liveness.js';

/** The first run after the heal ends in time, when there is one to end. */
export const recoversInTime: Checker = {
  invariant: 'INV-20',
  name: 'recovers-in-time',
  needs: null,
  check: (history, final) =>
    inLiveness(history, (phase) => {
      const waits = waitsOf(history, final, phase).filter(isWhole);
      return judged(accusations(waits), {
        exposure: waits.length,
        lacking: 'nothing had to be completed between the heal and the end of the history',
      });
    }),
};

interface Moment {
  readonly line: number;
  readonly at: number;
}
/** From the last disturbance to the first end of a run, or to the end of the history when none ended. */
interface Wait {
  readonly from: Moment;
  readonly to: Moment;
  readonly ended: 'by a run' | 'by nothing';
  /** The longest it may be, ms. */
  readonly bound: number;
}

type Since = Pick<Liveness, 'longestRunMs'> & Pick<Wait, 'from'>;

/** A wait that the end of the history cut off within the bound shows nothing. */
function isWhole({ from, to, ended, bound }: Wait): boolean {
  return ended === 'by a run' || to.at - from.at > bound;
}

function* accusations(waits: readonly Wait[]): Iterable<Accusation> {
  for (const { from, to, ended, bound } of waits) {
    const waitedMs = to.at - from.at;
    if (waitedMs <= bound) continue;
    const what = ended === 'by a run' ? 'the first run ended only' : 'no run had ended even';
    yield accusation(
      `${what} ${waitedMs} ms after everything was healed, although there was work to do; allowed are ${bound} ms`,
      [from.line, to.line],
    );
  }
}

/** After what disturbed last: a task that was fresh at the heal may wait for its second run by then. */
function boundMs(history: History, final: FinalState, { from, longestRunMs }: Since): number {
  const { busyWaitMs, leaseMs, sweepMs, pollMs, backoffMs } = history.header.knobs;
  const hasFresh = firstWaitsOf(history, final).some(
    ({ enqueue, claim }) => enqueue.end < from.line && (claim?.invoke ?? Infinity) > from.line,
  );
  const backoff = hasFresh ? 0 : Math.max(0, ...backoffMs);
  const lateMs = latenessMs(history) + clockSlackMs(history);
  return busyWaitMs + leaseMs + sweepMs + pollMs + backoff + longestRunMs + lateMs;
}

/** One wait, or none when no work was left. */
function waitsOf(history: History, final: FinalState, phase: Liveness): readonly Wait[] {
  const { heal, endedBy, endedAt } = phase;
  const first = firstEndAfter(history, heal.index);
  if (first === null && !hasWorkLeft(history, final, heal.index)) return [];
  const to = first ?? { line: endedBy, at: endedAt };
  const disturbed = history.ops.findLast(
    (op) => op.index > heal.index && op.index < to.line && disturbs(op, history.ops),
  );
  const { index: line, at } = disturbed ?? heal;
  const from = { line, at };
  const bound = boundMs(history, final, { ...phase, from });
  return [{ from, to, bound, ended: first === null ? 'by nothing' : 'by a run' }];
}

/** The first acknowledged end of a run, or of a task that had no run left. */
function firstEndAfter(history: History, healed: number): Moment | null {
  let first: Moment | null = null;
  for (const call of callsOf(history)) {
    if (call.end < healed || !isOk(call) || call.end > (first?.line ?? Infinity)) continue;
    const settles = call.op === 'complete' || call.op === 'fail';
    const blocks = call.op === 'report' && call.value.action === 'BLOCK';
    const gaveUp = call.op === 'sweep' && call.value.exhausted.length > 0;
    if (settles || blocks || gaveUp) first = { line: call.end, at: call.endedAt };
  }
  return first;
}

/** Whether a task that was acknowledged before the heal, and that no operator touched, is open in the final read. */
function hasWorkLeft(history: History, final: FinalState, healed: number): boolean {
  const { tasks } = storiesOf(history);
  return final.tasks.filter(isOpen).some(({ task }) => {
    const story = tasks.get(task);
    const isSure = story?.enqueues.some((call) => isOk(call) && call.end < healed);
    return isSure && story?.operators.length === 0;
  });
}

/** A death, an answer nobody knows, new work, or a command: each may leave a lease or a backoff to wait for. */
function disturbs(op: Op, ops: readonly Op[]): boolean {
  if (op.type === 'info') return true;
  if (op.type === 'fault-start') return op.fault.kind === 'kill';
  if (op.type !== 'ok') return false;
  const asked = ops[op.invokedBy];
  return asked?.type === 'invoke' && ['enqueue', 'cancel', 'replan', 'retry'].includes(asked.call.op);
}

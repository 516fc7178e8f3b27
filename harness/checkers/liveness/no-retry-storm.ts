/**
 * INV-22: trouble that is over leaves no noise behind. Once everything is healed, and what was under way has ended, the
 * store refuses no more calls than before the first fault, but for one refusal a lease for each caller; and a worker
 * that finds nothing asks no more often than its poll interval allows.
 */
import type { History } from '../../../gates/record/history.js';
import { type AnyCall, callsOf, isOk } from '../../history/calls.js';
import { nameOf } from '../../history/ops.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { inLiveness, type Liveness } from './liveness.js';

/** Refusals and idle polls stay rare after the heal. */
export const noRetryStorm: Checker = {
  invariant: 'INV-22',
  name: 'no-retry-storm',
  needs: null,
  check: (history) =>
    inLiveness(history, (phase) => {
      const calls = callsOf(history).filter(({ invoke }) => invoke > phase.heal.index);
      const accused = [...refused(history, calls, phase), ...restless(history, calls, phase)];
      return judged(accused, {
        exposure: calls.length,
        lacking: 'nobody called after everything was healed',
      });
    }),
};

/** A timer may fire a little early, and rounding adds up over many polls. */
const TIMER_MARGIN = 1.1;

function* refused(
  history: History,
  calls: readonly AnyCall[],
  { heal, endedAt }: Liveness,
): Iterable<Accusation> {
  const settled = lastUnderWay(history, heal.index);
  const errors = calls.filter((call) => call.invoke > settled && isStoreError(call));
  const lengthMs = endedAt - heal.at;
  const callers = new Set(calls.map(({ actor }) => nameOf(actor))).size;
  const allowed =
    Math.ceil(calmRate(history) * lengthMs) +
    callers * (1 + Math.ceil(lengthMs / history.header.knobs.leaseMs));
  const excess = errors[allowed];
  if (excess === undefined) return;
  yield accusation(
    `the store refused ${errors.length} calls in the ${lengthMs} ms after everything was healed; at the rate before ` +
      `the first fault, and one a lease for each of ${callers} callers, ${allowed} are allowed`,
    [heal.index, excess.end],
  );
}

/** The line by which what was under way at the heal has ended: a slow commit holds the store until it does. */
function lastUnderWay(history: History, healed: number): number {
  const under = callsOf(history).filter(
    ({ invoke, end }) => invoke < healed && end > healed && end < Infinity,
  );
  return Math.max(healed, ...under.map(({ end }) => end));
}

function isStoreError(call: AnyCall): boolean {
  return call.outcome === 'fail' && (call.code === 'BUSY' || call.code === 'STORE_FULL');
}

/** Refusals per ms before the first fault; 0 when that came at once. */
function calmRate(history: History): number {
  const first = history.ops.find(({ type }) => type === 'fault-start');
  if (first === undefined || first.at === 0) return 0;
  return callsOf(history).filter((call) => isStoreError(call) && call.end < first.index).length / first.at;
}

function* restless(
  history: History,
  calls: readonly AnyCall[],
  { heal, endedAt, workers }: Liveness,
): Iterable<Accusation> {
  const { pollMs } = history.header.knobs;
  const polls = Math.ceil((TIMER_MARGIN * (endedAt - heal.at)) / pollMs);
  for (const worker of workers) {
    const own = calls.filter((call) => call.op === 'claim' && nameOf(call.actor) === worker);
    const empty = own.filter((call) => call.op === 'claim' && isOk(call) && call.value === null);
    const incarnations = new Set(own.map(({ actor }) => actor)).size;
    const ceiling = polls + (own.length - empty.length) + incarnations + 1;
    const excess = empty[ceiling];
    if (excess === undefined) continue;
    yield accusation(
      `${worker} found nothing ${empty.length} times after everything was healed; ` +
        `with a poll every ${pollMs} ms at most ${ceiling} are allowed`,
      [heal.index, excess.end],
    );
  }
}

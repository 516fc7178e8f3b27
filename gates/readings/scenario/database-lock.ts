/** S5: the store is locked by somebody else. Callers are told so and ask again; nothing acknowledged is lost. */
import { type Accusation, accuse } from '../../replay/accusation.js';
import type { RunCall } from '../../replay/run.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

/** Evaluates S5. */
export function databaseLock({ run, replayed }: ReplayedRun): Evaluation {
  const busy = run.calls.filter((call) => call.outcome !== 'ok' && call.code === 'BUSY');
  const locks = run.faults.filter(({ fault }) => fault.kind === 'store-lock');
  return {
    exposure: { busyErrors: busy.length, locks: locks.length },
    witness: `the store was locked ${locks.length} times and ${busy.length} calls were refused as busy`,
    expected: 'refused as busy and tried again with growing waits; nothing acknowledged is lost',
    unhandled: [...replayed.accusations, ...hastyRetries(run.calls)],
  };
}

/** Waits between repeated refusals of one caller may not shrink to nothing: at least this, ms. */
const SHORTEST_WAIT_MS = 1;

/** Callers that asked again at once after they had been refused twice in a row. */
function hastyRetries(calls: readonly RunCall[]): readonly Accusation[] {
  const found: Accusation[] = [];
  const before = new Map<string, { readonly call: RunCall; readonly refusals: number }>();
  for (const call of calls) {
    const name = `${call.actor} ${call.op}`;
    const last = before.get(name);
    const waitedMs = last === undefined ? null : call.invokedAt - (last.call.returnedAt ?? call.invokedAt);
    if (last !== undefined && last.refusals >= 2 && waitedMs !== null && waitedMs < SHORTEST_WAIT_MS) {
      const because = `${call.actor} called ${call.op} again at once after ${last.refusals} refusals as busy`;
      found.push(accuse(['ILLEGAL_TRANSITION', 'INV-07'], because, [last.call.invoke, call.invoke]));
    }
    const isBusy = call.outcome !== 'ok' && call.code === 'BUSY';
    before.set(name, { call, refusals: isBusy ? (last?.refusals ?? 0) + 1 : 0 });
  }
  return found;
}

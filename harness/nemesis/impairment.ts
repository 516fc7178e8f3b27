/**
 * Faults that leave an actor as it is and change what it works under: its calls take longer, or its clock is off.
 * The latest of a kind counts: an actor has one clock.
 */
import type { InjectedFault } from '../../gates/record/history.js';
import { type PlannedFault, statementOf } from '../scenario/plan.js';
import type { Conditions } from '../sut.js';

/** What such a fault changes, from the instant `since` on; null for a fault of another kind. */
export function impairmentOf(fault: PlannedFault, since: number): Partial<Conditions> | null {
  switch (fault.kind) {
    case 'slow': {
      const { times } = fault;
      return { stretch: (ms) => ms * times };
    }
    case 'clock-step': {
      const { byMs } = fault;
      return { shows: (now) => now + byMs };
    }
    case 'clock-skew': {
      const { byMs, forMs } = fault;
      const part = (now: number) => Math.min(1, Math.max(0, now - since) / forMs);
      return { shows: (now) => now + Math.round(byMs * part(now)) };
    }
    case 'kill':
    case 'pause':
    case 'store-lock':
    case 'store-full':
    case 'io-error':
    case 'slow-disk':
    case 'reply-lost':
      return null;
  }
}

/** What the history tells of such a fault beside its kind and whom it hit. */
export function figuresOf(
  fault: PlannedFault,
): Pick<InjectedFault, 'times' | 'byMs' | 'statement' | 'commitMs'> {
  const statement = statementOf(fault);
  if (statement !== null) return { statement };
  if ('commitMs' in fault) return { commitMs: fault.commitMs };
  if ('times' in fault) return { times: fault.times };
  return 'byMs' in fault ? { byMs: fault.byMs } : {};
}

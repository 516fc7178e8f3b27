/**
 * Whether the run met what was planned for it: arrivals, and faults by kind. Pure.
 * A fault that was planned and not injected proves nothing, so a run that misses too many is no evidence.
 */
import type { FaultKind } from '../../gates/record/history.js';
import type { Plan } from '../../harness/index.js';
import type { Ledger } from '../ledger/ledger.js';

/** One thing that was planned a number of times. `deviation` is a share of the planned number. */
export interface Exposure {
  readonly what: 'arrivals' | FaultKind;
  readonly planned: number;
  readonly actual: number;
  readonly deviation: number;
}

/** Required by the soak plan: more than this makes the run invalid. */
export const MAX_DEVIATION = 0.1;

/**
 * Planned against actual, arrivals first; a null ledger has seen nothing.
 * Kinds that were neither planned nor seen are left out.
 */
export function exposures(plan: Plan, ledger: Ledger | null): readonly Exposure[] {
  const planned = plannedFaults(plan);
  const seen = ledger?.faults ?? new Map<FaultKind, number>();
  const kinds = [...new Set([...planned.keys(), ...seen.keys()])].sort();
  return [
    exposure('arrivals', plan.tasks.length, ledger?.books.submitted ?? 0),
    ...kinds.map((kind) => exposure(kind, planned.get(kind) ?? 0, seen.get(kind) ?? 0)),
  ];
}

function plannedFaults(plan: Plan): ReadonlyMap<FaultKind, number> {
  const counts = new Map<FaultKind, number>();
  const add = (kind: FaultKind): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  };
  for (const { kind } of plan.faults) add(kind);
  for (const { fault, runs } of plan.tasks) {
    if (fault !== null) add(fault);
    for (const { outcome, tokens } of runs) {
      if (outcome === 'die') add('kill');
      if (outcome === 'transient' || outcome === 'permanent') add(`${outcome}-error`);
      if ((tokens ?? 0) > plan.knobs.hardTokens) add('budget-exceed');
    }
  }
  return counts;
}

function exposure(what: Exposure['what'], planned: number, actual: number): Exposure {
  const missed = Math.abs(actual - planned);
  return { what, planned, actual, deviation: missed === 0 ? 0 : missed / Math.max(1, planned) };
}

/** Faults as they were really injected: when each began and when it was healed. */
import type { FaultKind, History } from '../../gates/record/history.js';
import type { Point } from './timed-calls.js';

export interface StruckFault {
  readonly kind: FaultKind;
  /** The actor or the task it hit; `store` for the store itself. */
  readonly target: string;
  /** How many times as long a slow actor takes; what a clock is off by, or a commit takes, ms; 0 for all others. */
  readonly figure: number;
  readonly begin: Point;
  /** Null when the run ended first. */
  readonly end: Point | null;
}

/** All faults in order of their begin. A plan may use one id again: each start ends at the next heal of its id. */
export function faultsStruck({ ops }: History): readonly StruckFault[] {
  const struck: (StruckFault & { end: Point | null })[] = [];
  const raging = new Map<string, StruckFault & { end: Point | null }>();
  for (const op of ops) {
    if (op.type !== 'fault-start' && op.type !== 'fault-heal') continue;
    const { id, kind, target, times, byMs, commitMs } = op.fault;
    const point = { line: op.index, at: op.at };
    if (op.type === 'fault-start') {
      const fault = { kind, target, figure: times ?? byMs ?? commitMs ?? 0, begin: point, end: null };
      struck.push(fault);
      raging.set(id, fault);
    } else {
      const healed = raging.get(id);
      if (healed) healed.end = point;
      raging.delete(id);
    }
  }
  return struck;
}

/** Where the phases of a run begin: all faults healed, nothing left to do. */
import type { History } from '../../gates/record/history.js';
import type { Point } from './timed-calls.js';

export interface PhaseMark {
  readonly at: Point;
  readonly says: string;
}

const WORDS = { heal: 'all faults healed', drained: 'the queue is drained' } as const;

/** The marks of a history, in order. */
export function marksOf({ ops }: History): readonly PhaseMark[] {
  return ops.flatMap((op) =>
    op.type === 'mark' ? [{ at: { line: op.index, at: op.at }, says: WORDS[op.mark] }] : [],
  );
}

/**
 * What the judge holds against a run: a stable code, the invariant, one sentence, and the lines that collide.
 */

/** The four ways data integrity can break, and a guardrail that did not act. */
export type AccusationCode =
  | 'DUPLICATE_COMPLETION'
  | 'TASK_LOST'
  | 'ILLEGAL_TRANSITION'
  | 'DB_LOG_MISMATCH'
  | 'NOT_BLOCKED'
  | 'EXECUTED_AFTER_BLOCK';

export interface Accusation {
  readonly code: AccusationCode;
  /** `INV-02`; docs/invariants.md says what it promises. */
  readonly invariant: string;
  readonly because: string;
  /** Lines of the history that collide, in order; empty when the final state alone accuses. */
  readonly witness: readonly number[];
}

/** An accusation with its lines in order, each once. */
export function accuse(
  [code, invariant]: readonly [AccusationCode, string],
  because: string,
  lines: readonly number[] = [],
): Accusation {
  return { code, invariant, because, witness: [...new Set(lines)].sort((a, b) => a - b) };
}

/** From the outcome of a run to the exit code of the command, as the gate's own table has them. */
import { OUTCOMES, type OutcomeKind } from '../outcome/outcome.js';

/** What comes of a run; `broken`: the harness itself gave way. */
export type RunEnd = OutcomeKind | 'broken';

export const EXIT_CODES: Readonly<Record<RunEnd, number>> = {
  holds: 0,
  violated: 1,
  nondeterministic: 3,
  invalid: 3,
  unknown: 4,
  unexercised: 4,
  broken: 70,
};
/** The system lacks a capability that the scenario needs: nothing was run, so the evidence is missing. */
export const EXIT_NOT_APPLICABLE = 2;

/** From best to worst: a history that cannot be trusted outweighs what it accuses of, as it does for the judge. */
const RANKED: readonly RunEnd[] = [...OUTCOMES, 'broken'];

/** The worst of some ends, which is what a command with many runs ends as; null of none. */
export function worstEnd(ends: readonly RunEnd[]): RunEnd | null {
  return RANKED[Math.max(...ends.map((end) => RANKED.indexOf(end)))] ?? null;
}

/** From the outcome of a run to the exit code of the command, as the gate's own table has them. */
import type { OutcomeKind } from '../outcome.js';

export const EXIT_CODES: Readonly<Record<OutcomeKind, number>> = {
  holds: 0,
  violated: 1,
  nondeterministic: 3,
  invalid: 3,
  unknown: 4,
  unexercised: 4,
};
/** The system lacks a capability that the scenario needs: nothing was run, so the evidence is missing. */
export const EXIT_NOT_APPLICABLE = 2;

/** The form of a worker's compact report, and what is wrong with one. Pure. */

export type Severity = 'low' | 'medium' | 'high';

/** One thing that is wrong with a report. */
export interface Violation {
  readonly code: string;
  readonly message: string;
  readonly severity: Severity;
}

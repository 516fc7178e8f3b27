/**
 * What an evaluator says about one run of a failure scenario: did the fault really happen, was it handled, and is the
 * system clean afterwards. The same evaluator judges the run and its control; on the control it must find fault.
 */
import type { Accusation } from '../../replay/accusation.js';
import type { ReplayedRun } from '../run.js';

export interface Evaluation {
  /** How often the fault was seen, by the names the policy asks for. */
  readonly exposure: Readonly<Record<string, number>>;
  /** The witness in one sentence. */
  readonly witness: string;
  /** What should have happened, in one sentence. */
  readonly expected: string;
  /** What was not handled as expected; empty when it was. */
  readonly unhandled: readonly Accusation[];
}

export type Evaluator = (scenario: ReplayedRun) => Evaluation;

/** What is left over when everything is quiet: nothing runs, nothing is leased, the store finds no fault in itself. */
export function leftovers({ run, final }: ReplayedRun): readonly Accusation[] {
  const found: Accusation[] = [];
  const left = (invariant: string, because: string): void => {
    found.push({ code: 'ILLEGAL_TRANSITION', invariant, because, witness: [] });
  };
  for (const row of final.tasks) {
    if (row.status === 'IN_PROGRESS') left('INV-11', `${row.task} is still IN_PROGRESS when all is quiet`);
    else if (row.owner !== null || row.leaseUntil !== null) {
      left('INV-01', `${row.task} is ${row.status}, but its owner or lease was not cleared`);
    }
    if (row.status === 'PENDING') left('INV-11', `${row.task} is still PENDING when all is quiet`);
    if (row.status === 'FAILED' && row.availableAt !== null) {
      left('INV-11', `${row.task} still waits for a retry when all is quiet`);
    }
  }
  if (!run.marks.some(({ mark }) => mark === 'drained'))
    left('INV-11', 'the queue did not drain within its time');
  return found;
}

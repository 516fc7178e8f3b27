/**
 * Gives its planned commands, each at its instant. A command without a known outcome is not given again: a person
 * would look first, and a second one could undo what somebody else did meanwhile.
 */
import type { Call } from '../../gates/record/history.js';
import type { PlannedOperation } from '../scenario/plan.js';
import type { Client } from './client.js';
import { persist } from './persist.js';

export interface OperatorTerms {
  readonly operations: readonly PlannedOperation[];
  readonly startedAt: number;
  readonly longestWaitMs: number;
}

/** What is left to command; outlives incarnations. */
export class Operator {
  readonly #terms: OperatorTerms;
  #next = 0;
  #isCommanding = false;

  constructor(terms: OperatorTerms) {
    this.#terms = terms;
  }

  get isFinished(): boolean {
    return !this.#isCommanding && this.#next >= this.#terms.operations.length;
  }

  readonly run = async (client: Client): Promise<void> => {
    for (let planned = this.#planned(); planned !== undefined; planned = this.#planned()) {
      const early = this.#terms.startedAt + planned.at - client.now();
      if (early > 0) await client.sleep(early);
      this.#next += 1;
      this.#isCommanding = true;
      try {
        await persist(client, commandOf(planned), { longestWaitMs: this.#terms.longestWaitMs });
      } finally {
        this.#isCommanding = false;
      }
    }
  };

  #planned(): PlannedOperation | undefined {
    return this.#terms.operations[this.#next];
  }
}

function commandOf({ op, task }: PlannedOperation): Call {
  return { op, args: { task, notes: `planned ${op}` } };
}

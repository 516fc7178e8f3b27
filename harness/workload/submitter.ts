/**
 * Hands in its planned tasks, each at its instant. A submission without a known outcome is sent again by the next
 * incarnation; "there is one of that id" is then the answer it hoped for.
 */
import type { InjectedFault } from '../../gates/record/history.js';
import type { PlannedTask } from '../scenario/plan.js';
import type { Client } from './client.js';
import { persist } from './persist.js';

export interface SubmitterTerms {
  readonly tasks: readonly PlannedTask[];
  /** Instant of `at` 0. */
  readonly startedAt: number;
  readonly longestWaitMs: number;
  readonly injected: (fault: InjectedFault) => void;
}

/** What is left to hand in; outlives incarnations. */
export class Submitter {
  readonly #terms: SubmitterTerms;
  #next = 0;

  constructor(terms: SubmitterTerms) {
    this.#terms = terms;
  }

  get isFinished(): boolean {
    return this.#next >= this.#terms.tasks.length;
  }

  readonly run = async (client: Client): Promise<void> => {
    for (let planned = this.#planned(); planned !== undefined; planned = this.#planned()) {
      const early = this.#terms.startedAt + planned.at - client.now();
      if (early > 0) await client.sleep(early);
      const call = { op: 'enqueue', args: { task: planned.submit } } as const;
      await persist(client, call, { longestWaitMs: this.#terms.longestWaitMs });
      if (planned.fault !== null) {
        const id = `${planned.fault}:${planned.submit.id}`;
        this.#terms.injected({ id, kind: planned.fault, target: planned.submit.id });
      }
      this.#next += 1;
    }
  };

  #planned(): PlannedTask | undefined {
    return this.#terms.tasks[this.#next];
  }
}

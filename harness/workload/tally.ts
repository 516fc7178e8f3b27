/** Counts of what was called and answered so far, for whoever watches a run while it goes on. */
import type { Call, Completion } from '../../gates/record/history.js';

export class Tally {
  readonly #counts = new Map<string, number>();

  /** Counts the call by `op.type`, its refusal by `op.code`, and a claim that got nothing by `claim.null`. */
  observe(call: Call, completion: Completion): void {
    this.#add(`${call.op}.${completion.type}`);
    if (completion.type !== 'ok') this.#add(`${call.op}.${completion.code}`);
    else if (call.op === 'claim' && completion.value === null) this.#add('claim.null');
  }

  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  #add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

/**
 * What is wrong with the store, or with the way to it, as long as the faults of that kind last. Faults may overlap, so
 * each is taken back by itself.
 */
import type { FaultKind, InjectedFault } from '../../gates/record/history.js';
import type { Trouble } from '../sut.js';

export class Troubles {
  readonly #raging = new Set<InjectedFault>();

  /** Lets a fault be met from now on; the answer ends it. */
  begin(fault: InjectedFault): () => void {
    this.#raging.add(fault);
    return () => {
      this.#raging.delete(fault);
    };
  }

  /** What a call of `actor` meets now; null when nothing. */
  of(actor: string): Trouble | null {
    if (this.#raging.size === 0) return null;
    const full = [...this.#raging].some(({ kind }) => kind === 'store-full');
    const failing = this.#at(actor, 'io-error').map(({ statement = 1 }) => statement);
    const commitMs = Math.max(...[...this.#raging].map((fault) => fault.commitMs ?? 0));
    if (!full && failing.length === 0 && commitMs === 0) return null;
    return {
      ...(full && { storeFull: true }),
      ...(failing.length > 0 && { ioErrorAt: Math.min(...failing) }),
      ...(commitMs > 0 && { commitMs }),
    };
  }

  /** Whether an answer that arrives now reaches `actor`. */
  losesReplyTo(actor: string): boolean {
    return this.#raging.size > 0 && this.#at(actor, 'reply-lost').length > 0;
  }

  #at(actor: string, wanted: FaultKind): readonly InjectedFault[] {
    return [...this.#raging].filter(({ kind, target }) => kind === wanted && target === actor);
  }
}

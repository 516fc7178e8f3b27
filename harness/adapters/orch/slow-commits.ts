/**
 * Commits that take long where a step is indivisible: the step is done at once, and then the time is served that its
 * commits took, with the write lock held. Until its actor hears of it, nobody can tell that from a slow disk.
 */
import type { SharedEngine } from './shared-engine.js';

/** The slow commits of one actor. */
export class SlowCommits {
  readonly #engine: Pick<SharedEngine, 'lock'>;
  #owedMs = 0;
  #unlock: (() => void) | null = null;

  constructor(engine: Pick<SharedEngine, 'lock'>) {
    this.#engine = engine;
  }

  /** A commit of the step that goes on takes `ms` longer. */
  owe(ms: number): void {
    this.#owedMs += ms;
  }

  /** Serves what is owed: nobody else writes until `pass` has let it go by, or the actor has let go. */
  async settle(pass: (ms: number) => Promise<void>): Promise<void> {
    if (this.#owedMs === 0) return;
    const owedMs = this.#owedMs;
    this.#owedMs = 0;
    this.#unlock = this.#locked();
    await pass(owedMs);
    this.letGo();
  }

  /** Takes the lock; whoever got it since the step was done keeps it, and nobody writes all the same. */
  #locked(): (() => void) | null {
    try {
      return this.#engine.lock();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
      throw error;
    }
  }

  /** Ends the hold on the lock: an actor that is killed does not keep it. */
  letGo(): void {
    this.#unlock?.();
    this.#unlock = null;
  }
}

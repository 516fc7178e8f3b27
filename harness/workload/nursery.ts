/**
 * Keeps everything a run has started, so that nothing runs on unseen and no failure is lost.
 * A failure here is a fault of the harness or of an adapter; a system's refusal never gets this far.
 */
export class Nursery {
  readonly #running = new Set<Promise<void>>();
  #fail: (reason: unknown) => void = () => undefined;
  /** Rejects with the first failure; never resolves. */
  readonly failure: Promise<never>;

  constructor() {
    this.failure = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => undefined);
  }

  start(work: Promise<unknown>): void {
    const watched: Promise<void> = work
      .then(() => undefined, this.#fail)
      .finally(() => this.#running.delete(watched));
    this.#running.add(watched);
  }

  /** Resolves when nothing that was started runs any more, failed or not. */
  async emptied(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

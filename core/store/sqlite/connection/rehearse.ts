/** A change carried out and undone: what it would have answered, by the same code. */
import type { Connection } from './connection.js';

class Rehearsed extends Error {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super('a rehearsal is rolled back');
    this.outcome = outcome;
  }
}

/** Runs `body` in a transaction that is rolled back. @throws what `body` throws */
export function rehearse<T>({ write }: Pick<Connection, 'write'>, body: () => T): T {
  try {
    return write<T>(() => {
      throw new Rehearsed(body());
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.outcome as T;
    throw error;
  }
}

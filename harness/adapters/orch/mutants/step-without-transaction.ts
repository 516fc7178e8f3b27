/**
 * Breaks INV-12: the statements of a step are committed one by one, so another actor's step falls in between, and core
 * finds changed what it has just read. While a step is indivisible nobody can tell.
 */
import Database from 'better-sqlite3';
import type { Mutant } from './mutation.js';

export const stepWithoutTransaction: Mutant = {
  name: 'step-without-transaction',
  breaks: 'INV-12',
  says: 'Every statement of a step is committed on its own: others act in between, and a crash leaves half of it.',
  onlyOn: 'interleaved',
  opened(open) {
    const { transaction } = Database.prototype;
    Database.prototype.transaction = untied;
    try {
      return open();
    } finally {
      Database.prototype.transaction = transaction;
    }
  },
};

/** In place of the driver's: runs the body, and begins and commits nothing. */
const untied = ((body: (...given: unknown[]) => unknown) => {
  const run = (...given: unknown[]) => body(...given);
  return Object.assign(run, { default: run, deferred: run, immediate: run, exclusive: run });
}) as Database.Database['transaction'];

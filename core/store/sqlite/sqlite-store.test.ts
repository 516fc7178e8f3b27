/** The conformance suite against SQLite in memory. */
import { describe, onTestFinished } from 'vitest';
import { manualClock } from '../contract/manual-clock.js';
import { storeContract } from '../contract/store-contract.js';
import { openStore } from '../open.js';

describe('the SQLite store in memory', () => {
  storeContract(async (options = {}) => {
    const clock = manualClock();
    const store = await openStore(':memory:', {
      clock,
      actor: 'test:case',
      whenMissing: 'create',
      ...options,
    });
    onTestFinished(() => store.close());
    return { store, clock };
  });
});

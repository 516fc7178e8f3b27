/** The conformance suite against SQLite in a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { manualClock } from '../contract/manual-clock.js';
import { storeContract } from '../contract/store-contract.js';
import { openStore } from '../open.js';

describe('the SQLite store in a file', () => {
  storeContract(async (options = {}) => {
    const clock = manualClock();
    const home = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
    const terms = {
      clock,
      actor: 'test:case',
      whenMissing: 'create',
      durability: 'none',
      ...options,
    } as const;
    const store = await openStore(join(home, 'queue.db'), terms);
    onTestFinished(async () => {
      await store.close();
      await rm(home, { recursive: true });
    });
    return { store, clock };
  });
});

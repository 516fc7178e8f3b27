/** The conformance suite against SQLite, in memory and in a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import type { OpenBench } from '../contract/bench.js';
import { claimContract } from '../contract/claim.js';
import { enqueueContract } from '../contract/enqueue.js';
import { eventsContract } from '../contract/events.js';
import { guardrailContract } from '../contract/guardrail.js';
import { idempotencyContract } from '../contract/idempotency.js';
import { leaseContract } from '../contract/lease.js';
import { manualClock } from '../contract/manual-clock.js';
import { operatorContract } from '../contract/operator.js';
import { settleContract } from '../contract/settle.js';
import { sweepContract } from '../contract/sweep.js';
import { openStore } from '../open.js';

const THEMES = [
  enqueueContract,
  claimContract,
  leaseContract,
  settleContract,
  sweepContract,
  idempotencyContract,
  guardrailContract,
  operatorContract,
  eventsContract,
];

const inMemory: OpenBench = async (options = {}) => {
  const clock = manualClock();
  const store = await openStore(':memory:', { clock, actor: 'test:case', whenMissing: 'create', ...options });
  onTestFinished(() => store.close());
  return { store, clock };
};

const inFile: OpenBench = async (options = {}) => {
  const clock = manualClock();
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
  const terms = { clock, actor: 'test:case', whenMissing: 'create', durability: 'none', ...options } as const;
  const store = await openStore(join(home, 'queue.db'), terms);
  onTestFinished(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });
  return { store, clock };
};

describe.each([
  ['in memory', inMemory],
  ['in a file', inFile],
] as const)('the SQLite store %s', (_, open) => {
  for (const theme of THEMES) theme(open);
});

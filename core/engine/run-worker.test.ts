import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft, found } from '../store/contract/bench.js';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { type Handler, runWorker } from './run-worker.js';
import type { Ending } from './worker.js';

let clock: ManualClock;
let store: Store;
let endings: Ending[];

beforeEach(async () => {
  clock = manualClock();
  store = await openStore(':memory:', { clock, actor: 'worker:me', whenMissing: 'create' });
  endings = [];
});

afterEach(async () => {
  await store.close();
});

function work(handle: Handler, more: { readonly stop?: AbortSignal } = {}): Promise<void> {
  const onEnding = (ending: Ending) => endings.push(ending);
  return runWorker({ store, clock, holder: 'me', handle, until: 'idle', onEnding, ...more });
}

describe('runWorker', () => {
  it('has the handler work on each task, and ends idle', async () => {
    for (const id of ['A', 'B']) await store.enqueue(draft(id));
    await work(async ({ id }) => ({ kind: 'done', notes: `did ${id}` }));
    expect(endings).toMatchObject([{ task: { id: 'A', status: 'DONE' } }, { task: { id: 'B' } }]);
    expect(await found(store, 'B')).toMatchObject({ notes: 'did B', tokensUsed: 0 });
  });

  it.each([
    [
      { kind: 'failed', error: 'no', class: 'permanent' },
      { status: 'FAILED', failureClass: 'permanent' },
    ],
    [
      { kind: 'blocked', nextAction: 'ask kim' },
      { status: 'BLOCKED', nextAction: 'ask kim' },
    ],
    [{ kind: 'done', notes: '', report: { tokens: 3_501, text: null } }, { blockedReason: 'guardrail' }],
  ] as const)('settles %j as %j', async (handled, settled) => {
    await store.enqueue(draft('A'));
    await work(async () => handled);
    expect(await found(store, 'A')).toMatchObject(settled);
  });

  it('fails a task whose handler throws, for now', async () => {
    await store.enqueue(draft('A'));
    await work(() => Promise.reject(new Error('no route')));
    expect(await found(store, 'A')).toMatchObject({ failureClass: 'transient', lastError: 'no route' });
  });

  it('returns a task whose handler ends only because the worker stops', async () => {
    await store.enqueue(draft('A'));
    const stop = new AbortController();
    const handle: Handler = async (_task, signal) => {
      stop.abort(new Error('enough'));
      while (!signal.aborted) {
        clock.advance(1_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { kind: 'done', notes: 'half of it' };
    };
    await work(handle, { stop: stop.signal });
    expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', retries: 0 });
  });

  it('refuses a name that cannot hold a lease', async () => {
    await expect(runWorker({ store, holder: ' ', handle: () => expect.unreachable() })).rejects.toMatchObject(
      {
        code: 'INVALID',
      },
    );
  });
});

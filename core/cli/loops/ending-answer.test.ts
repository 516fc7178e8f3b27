import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy } from '../../errors.js';
import type { WorkerReport } from '../../guardrails/decision.js';
import { draft } from '../../store/contract/bench.js';
import { manualClock } from '../../store/contract/manual-clock.js';
import { openStore } from '../../store/open.js';
import type { Store } from '../../store/store.js';
import { workerId } from '../../task/ids.js';
import type { InProgress } from '../../task/task.js';
import { seconds } from '../../time.js';
import { endingAnswer } from './ending-answer.js';

let store: Store;
beforeEach(async () => {
  const clock = manualClock();
  store = await openStore(':memory:', { clock, actor: 'worker:test', whenMissing: 'create' });
  await store.enqueue(draft('A'));
});
afterEach(() => store.close());

const claim = async () => (await store.claim(workerId('w1'), { leaseFor: seconds(60) })) as InProgress;

async function done(report?: WorkerReport) {
  const { lease } = await claim();
  const task = await store.complete(lease, { notes: 'ok', ...(report === undefined ? {} : { report }) });
  return { kind: 'settled', task } as const;
}

describe('the answer about a run that ended', () => {
  it('says that it was above a soft limit, and its tokens', async () => {
    const { text, value } = await endingAnswer(await done({ tokens: 2_500, text: null }), store);
    expect(text).toBe('A -> DONE\tguardrail: SUMMARIZE, 2500 tokens');
    expect(value).toMatchObject({ id: 'A', status: 'DONE', guardrail: 'SUMMARIZE', tokens: 2_500 });
  });

  it('says so after why a run failed, and when it is tried again', async () => {
    const { lease } = await claim();
    await store.report(lease, { tokens: 2_001, text: null });
    const task = await store.fail(lease, { error: 'exit code 1', class: 'transient' });
    const { text } = await endingAnswer({ kind: 'settled', task }, store);
    expect(text).toBe('A -> FAILED\texit code 1; again after 1m; guardrail: SUMMARIZE, 2001 tokens');
  });

  it.each([
    [{ tokens: 2_000, text: null }, 'ALLOW', 2_000],
    [undefined, null, 0],
  ] as const)('with the report %j is short', async (report, guardrail, tokens) => {
    const { text, value } = await endingAnswer(await done(report), store);
    expect(text).toBe('A -> DONE');
    expect(value).toMatchObject({ guardrail, tokens });
  });

  it('leaves out what a busy store cannot tell', async () => {
    const busy = { eventsAfter: () => Promise.reject(new Busy('locked')) };
    const { text, value } = await endingAnswer(await done({ tokens: 2_500, text: null }), busy);
    expect([text, value]).toMatchObject(['A -> DONE', { guardrail: null, tokens: 2_500 }]);
  });
});

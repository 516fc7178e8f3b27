import { describe, expect, it } from 'vitest';
import { HistoryBuilder, TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import { runsKeptApart } from './runs-kept-apart.js';

const check = (builder: HistoryBuilder) => runsKeptApart.check(builder.history(), { tasks: [], events: [] });

const BEAT = { worker: 'w1', task: 'T', fence: 1, leaseMs: 100 };
const { heartbeatMs } = TEST_KNOBS;

/** w1 works on T, and is refused a heartbeat at 50 ms. */
function told(code: 'LEASE_LOST' | 'BUSY' = 'LEASE_LOST'): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.claim('w1/1', 'T', 1);
  history.startWork('w1/1', 'T', 1);
  history.at(50).refuse(history.begin('w1/1', 'heartbeat', BEAT), code);
  return history;
}

describe('runs-kept-apart, of a worker that is told that its lease is lost', () => {
  it('accuses it when it works on for longer than a heartbeat', () => {
    const history = told();
    history.at(50 + heartbeatMs + 1).endWork('w1/1', 'T', 1);

    expect(check(history)).toEqual({
      result: 'violated',
      because: `task T was worked on by w1/1 with fence 1 for ${heartbeatMs + 1} ms after it was told that its lease is lost`,
      witness: [4, 6],
    });
  });

  it('accuses it when it never stops', () => {
    const history = told();
    history.at(50 + heartbeatMs + 1).sweep();

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('has had a chance to break when it stops at once', () => {
    const history = told();
    history.at(50).endWork('w1/1', 'T', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('allows it to be late when it is held, or dies', () => {
    const held = told();
    held.fault('pause');
    held.at(500).heal('pause');
    held.endWork('w1/1', 'T', 1);
    const killed = told();
    killed.at(51).fault('kill');
    killed.at(500).sweep();

    expect(check(held)).toMatchObject({ result: 'holds' });
    expect(check(killed)).toMatchObject({ result: 'holds' });
  });

  it('takes no other refusal for it, nor what another run or a worker whose work is over is told', () => {
    const busy = told('BUSY');
    busy.at(500).endWork('w1/1', 'T', 1);
    const over = new HistoryBuilder();
    over.claim('w1/1', 'T', 1);
    over.startWork('w1/1', 'T', 1);
    over.endWork('w1/1', 'T', 1);
    over.at(50).refuse(over.begin('w1/1', 'heartbeat', BEAT), 'LEASE_LOST');
    const another = new HistoryBuilder();
    another.claim('w1/1', 'T', 2);
    another.startWork('w1/1', 'T', 2);
    another.at(50).refuse(another.begin('w1/1', 'heartbeat', BEAT), 'LEASE_LOST');
    another.at(500).endWork('w1/1', 'T', 2);

    for (const history of [busy, over, another]) expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});

import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { singleHolder } from './single-holder.js';

const held = { task: 'T-1', fence: 1 };
const check = (builder: HistoryBuilder) => singleHolder.check(builder.history(), finalRead());

/** A task that is claimed until 100; a sweep gives the check its chance. */
function claimed(mode: 'simulated' | 'real' = 'simulated'): HistoryBuilder {
  const history = new HistoryBuilder(mode);
  history.claim('w1', 'T-1', 1);
  history.at(10).sweep();
  return history;
}

describe('a lease that was promised', () => {
  it('is not taken back by a heartbeat, however much the clocks may differ', () => {
    const history = claimed().clocksDifferBy(1000);
    const beat = history.renew('w1', held, 99);

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'task T-1: a heartbeat of w1.hb took back 1 ms of a lease that had been promised to it',
      witness: [1, beat],
    });
  });

  it('is not taken back by a later heartbeat either', () => {
    const history = claimed();
    const first = history.renew('w1', held, 150);
    const second = history.renew('w1', held, 149);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [first, second] });
  });

  it('is held to by each of many heartbeats', () => {
    const history = claimed();
    for (let beat = 1; beat <= 40; beat += 1) history.renew('w1', held, 100 + beat);

    expect(check(history)).toMatchObject({ result: 'holds' });

    const last = history.renew('w1', held, 139);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [last - 2, last] });
  });

  it('may stay as it is', () => {
    const history = claimed();
    history.renew('w1', held, 100);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('may be shorter when less was asked for', () => {
    const history = claimed();
    const args = { worker: 'w1', ...held, leaseMs: 50 };
    history.ok(history.begin('w1.hb', 'heartbeat', args), { leaseUntil: 60 });

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('may be shorter when the two heartbeats overlapped, or for another run', () => {
    const history = claimed();
    const args = { worker: 'w1', ...held, leaseMs: 100 };
    const [one, other] = [
      history.begin('w1.hb', 'heartbeat', args),
      history.begin('w1.x', 'heartbeat', args),
    ];
    history.ok(one, { leaseUntil: 150 });
    history.ok(other, { leaseUntil: 149 });
    history.at(200).claim('w2', 'T-1', 2);
    history.renew('w2', { task: 'T-1', fence: 2 }, 300);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('binds towards its holder, not towards the next one that got the same fence', () => {
    const history = claimed();
    history.renew('w1', held, 300);
    history.complete('w1', 'T-1', 1);
    history.at(100).claim('w2', 'T-1', 1);
    history.renew('w2', held, 200);

    expect(check(history)).toMatchObject({ result: 'holds' });

    const later = history.renew('w2', held, 199);
    expect(check(history)).toMatchObject({ result: 'violated', witness: [later - 4, later] });
  });

  it('is looked for once a heartbeat, though every claim has the same fence', { timeout: 10_000 }, () => {
    const history = claimed();
    for (let run = 1; run <= 2000; run += 1) {
      history.at(run * 1000).claim('w1', 'T-1', 1);
      history.heartbeat('w1', 'T-1', 1);
    }

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('may come a few ms short where real clocks are read', () => {
    const history = claimed('real');
    history.renew('w1', held, 95);
    expect(check(history)).toMatchObject({ result: 'holds' });

    history.renew('w1', held, 94);
    expect(check(history)).toMatchObject({ result: 'violated' });
  });
});

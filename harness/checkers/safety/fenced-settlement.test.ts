import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { fencedSettlement } from './fenced-settlement.js';

const check = (builder: HistoryBuilder) => fencedSettlement.check(builder.history(), finalRead());

/** A task whose first holder lost its lease and whose second one works on it. */
function reclaimed(): { history: HistoryBuilder; second: number } {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  history.at(100).sweep({ requeued: ['T-1'] });
  const second = history.at(150).claim('w2', 'T-1', 2);
  return { history, second };
}

describe('fenced-settlement', () => {
  it('accuses a completion with a fence that a newer claim outdated', () => {
    const { history, second } = reclaimed();
    const stale = history.at(160).complete('w1', 'T-1', 1);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1: complete with fence 1 by w1 was accepted although fence 2 had been claimed by w2 before',
      witness: [second, stale],
    });
  });

  it('accuses a completion that began before a newer claim and was accepted after it: no order is legal', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const zombie = history.at(90).finish('w1', 'T-1', 1);
    const second = history.at(150).claim('w2', 'T-1', 2);
    const accepted = history.at(160).ok(zombie);

    expect(check(history)).toMatchObject({
      result: 'violated',
      because: expect.stringContaining('in either order'),
      witness: [second, accepted],
    });
  });

  it('accuses a stale heartbeat, and names the highest fence given out before it', () => {
    const { history } = reclaimed();
    const third = history.at(400).claim('w3', 'T-1', 3);
    const stale = history.at(410).heartbeat('w1', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [third, stale] });
  });

  it('allows a failure whose reply came after the newer claim: it may have taken effect in time', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const late = history.at(20).giveUp('w1', 'T-1', 1);
    history.at(80).claim('w2', 'T-1', 2);
    history.at(81).ok(late);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('leaves a claim after an acknowledged completion to the declared transitions', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);
    history.at(200).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('counts a refused stale write as a chance, and holds', () => {
    const { history } = reclaimed();
    history.at(160).refuse(history.finish('w1', 'T-1', 1), 'LEASE_LOST');
    history.complete('w2', 'T-1', 2);

    expect(check(history)).toEqual({ result: 'holds', exposure: 2 });
  });

  it('accuses nobody of a stale write with a lost answer', () => {
    const { history } = reclaimed();
    history.at(160).lose(history.finish('w1', 'T-1', 1));

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('accuses two claims that share a fence', () => {
    const history = new HistoryBuilder();
    const first = history.claim('w1', 'T-1', 1);
    const second = history.at(200).claim('w2', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [first, second] });
  });

  it('accuses two claims that share a fence also when they overlap', () => {
    const history = new HistoryBuilder();
    const early = history.ask('w1');
    history.claim('w2', 'T-1', 1);
    history.give(early, 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [2, 3] });
  });

  it('accuses a fence that falls, but not one that two overlapping claims got in either order', () => {
    const falling = new HistoryBuilder();
    const high = falling.claim('w1', 'T-1', 2);
    const low = falling.at(200).claim('w2', 'T-1', 1);
    falling.refuse(falling.finish('w2', 'T-1', 1), 'LEASE_LOST');
    const overlapping = new HistoryBuilder();
    overlapping.refuse(overlapping.finish('w0', 'T-1', 0), 'LEASE_LOST');
    const early = overlapping.ask('w1');
    overlapping.claim('w2', 'T-1', 1);
    overlapping.at(200).give(early, 'T-1', 2);

    expect(check(falling)).toMatchObject({ result: 'violated', witness: [high, low] });
    expect(check(overlapping)).toMatchObject({ result: 'holds' });
  });

  it('allows the gap that a claim with a lost answer leaves', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.lose(history.at(200).ask('w2'));
    history.at(500).claim('w3', 'T-1', 3);
    history.complete('w3', 'T-1', 3);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('is unknown when no task was claimed twice', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});

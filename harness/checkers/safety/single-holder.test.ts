import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { singleHolder } from './single-holder.js';

const check = (builder: HistoryBuilder) => singleHolder.check(builder.history(), finalRead());

describe('single-holder', () => {
  it('accuses a claim of a task whose lease is alive, and names both claims', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    const held = history.at(10).claim('w1', 'T-1', 1);
    const robbed = history.at(50).claim('w2', 'T-1', 2);

    const result = check(history);

    expect(result).toEqual({
      result: 'violated',
      because:
        'task T-1 was claimed by w2 with fence 2 by 50 ms, although w1 held it with fence 1 ' +
        'and its lease was alive until 110 ms',
      witness: [held, robbed],
    });
  });

  it('accuses two holders that got the same fence', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.claim('w2', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [1, 3] });
  });

  it('accuses a sweep that takes a task back while its lease is alive', () => {
    const history = new HistoryBuilder();
    const held = history.claim('w1', 'T-1', 1);
    const swept = history.at(99).sweep({ requeued: ['T-1'] });

    expect(check(history)).toMatchObject({ result: 'violated', witness: [held, swept] });
  });

  it('lets an acknowledged heartbeat prolong the lease', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(90).heartbeat('w1', 'T-1', 1);
    history.at(150).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('lets a heartbeat with a lost answer prolong nothing', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history
      .at(90)
      .lose(history.begin('w1', 'heartbeat', { worker: 'w1', task: 'T-1', fence: 1, leaseMs: 100 }));
    history.at(150).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('holds no heartbeat against a claim that came before it', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(120).claim('w2', 'T-1', 2);
    history.at(125).heartbeat('w1', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('allows a claim and a sweep at the instant the lease ends', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(100).sweep({ requeued: ['T-1'] });
    history.claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('allows a claim once the holder began to settle, even when its answer is late or lost', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const late = history.at(10).giveUp('w1', 'T-1', 1);
    history.at(70).claim('w2', 'T-1', 2);
    history.at(80).ok(late);
    history.lose(history.finish('w2', 'T-1', 2));
    history.at(90).claim('w3', 'T-1', 3);
    history.sweep();

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('does not take a refused settlement for a release', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.refuse(history.finish('w1', 'T-1', 1), 'BUSY');
    history.at(50).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it.each([
    ['was answered BLOCK', (history: HistoryBuilder) => history.report('w1', held(4000), 'BLOCK')],
    ['was lost', (history: HistoryBuilder) => history.lose(history.begin('w1', 'report', lostReport))],
  ])('takes a report that %s for a possible end of the lease', (_, report) => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    report(history);
    history.at(50).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('takes no report that was let through for an end of the lease', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.report('w1', held(100), 'ALLOW');
    history.at(50).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('excuses a claim after an operator acted, but not after one was refused', () => {
    const acted = new HistoryBuilder();
    acted.claim('w1', 'T-1', 1);
    acted.operate('replan', 'T-1', 'BLOCKED');
    acted.claim('w2', 'T-1', 2);
    const refused = new HistoryBuilder();
    refused.claim('w1', 'T-1', 1);
    refused.refuse(refused.begin('o1/1', 'cancel', { task: 'T-1' }), 'BUSY');
    refused.claim('w2', 'T-1', 2);

    expect(check(acted)).toMatchObject({ result: 'unknown' });
    expect(check(refused)).toMatchObject({ result: 'violated' });
  });

  it('accuses no sweep that may have come before a claim it overlaps, nor one of an unclaimed task', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    const sweep = history.at(100).begin('d1', 'sweep', {});
    history.at(101).claim('w2', 'T-1', 2);
    history.ok(sweep, { requeued: ['T-1', 'T-9'], exhausted: [] });

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('allows real processes a few milliseconds between their clocks', () => {
    const real = new HistoryBuilder('real');
    real.claim('w1', 'T-1', 1);
    real.at(96).claim('w2', 'T-1', 2);

    expect(check(real)).toMatchObject({ result: 'unknown' });
  });

  it('counts a hold that somebody asked for work during while its lease was alive', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.at(99).findNothing('w2');

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('counts no hold whose whole lease a clock that is off may take for over', () => {
    const history = new HistoryBuilder().clocksDifferBy(100);
    history.clockFault('fault-start', { id: 'f1', byMs: -100 });
    history.claim('w1', 'T-1', 1);
    history.findNothing('w2');
    history.at(10).sweep({ requeued: ['T-1'] });

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('gives a system what clocks were off by meanwhile, not before or after', () => {
    const history = new HistoryBuilder().clocksDifferBy(100);
    history.clockFault('fault-start', { id: 'f1', byMs: 100 });
    history.clockFault('fault-heal', { id: 'f1', byMs: 100 });
    history.at(10).claim('w1', 'T-1', 1);
    const swept = history.at(60).sweep({ requeued: ['T-1'] });
    history.clockFault('fault-start', { id: 'f2', byMs: -100 });

    expect(check(history)).toMatchObject({ result: 'violated', witness: [3, swept] });
  });

  it('gives it that much until what was asked by a clock that was off is answered', () => {
    const history = new HistoryBuilder().clocksDifferBy(100);
    history.clockFault('fault-start', { id: 'f1', byMs: 100 });
    const asked = history.ask('w1');
    history.clockFault('fault-heal', { id: 'f1', byMs: 100 });
    history.at(10).claim('w2', 'T-1', 1);
    history.at(60).give(asked, 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });

  it('is unknown when nobody contested a hold', () => {
    const history = new HistoryBuilder();
    history.claim('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);
    history.at(20).claim('w1', 'T-2', 1);
    history.complete('w1', 'T-2', 1);

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});

function held(tokens: number) {
  return { task: 'T-1', fence: 1, tokens };
}
const lostReport = { worker: 'w1', task: 'T-1', fence: 1, tokens: 4000, text: null };

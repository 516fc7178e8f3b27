import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { faultMarks } from './fault-marks.js';

/** The marks that were reached. */
function reached(history: HistoryBuilder): object {
  return Object.fromEntries(Object.entries(faultMarks(history.history())).filter(([, count]) => count > 0));
}

describe('marks of the store’s faults', () => {
  it('count the calls that a full store refused, completions apart', () => {
    const history = new HistoryBuilder();
    history.refuse(history.submit('T-1'), 'STORE_FULL');
    const held = { worker: 'w1', task: 'T-1', fence: 1, notes: '' };
    history.refuse(history.begin('w1/1', 'complete', held), 'STORE_FULL');

    expect(reached(history)).toEqual({ 'store-full': 2, 'full-at-complete': 1 });
  });

  it('count no full store and no failing disk that no call has met', () => {
    const history = new HistoryBuilder();
    history.fault('store-full');
    history.fault('io-error');

    expect(reached(history)).toEqual({});
  });

  it('count the calls that met a failing disk, whatever is known of them', () => {
    const history = new HistoryBuilder();
    history.refuse(history.submit('T-1'), 'STORE_UNAVAILABLE');
    history.breakDown(history.submit('T-1'), { code: 'STORE_UNAVAILABLE' });

    expect(reached(history)).toEqual({ 'io-error': 2 });
  });

  it('count the calls made while the disk was slow that took as long as a commit, and no others', () => {
    const history = new HistoryBuilder();
    history.submit('T-0');
    history.slowDisk(200);
    const late = history.at(10).submit('T-1');
    const early = history.submit('T-2');
    const refused = history.submit('T-3');
    history.at(209).ok(early, { task: 'T-2' });
    history.at(210).ok(late, { task: 'T-1' });
    history.refuse(refused, 'BUSY');
    history.heal('slow-disk', 'store');
    history.at(500).ok(history.submit('T-4'), { task: 'T-4' });

    expect(reached(history)).toEqual({ 'slow-disk': 1 });
  });

  it('count kills between statements, and no others', () => {
    const history = new HistoryBuilder();
    history.fault('kill', 'w1', 3);
    history.fault('kill');

    expect(reached(history)).toEqual({ 'killed-within': 1 });
  });
});

describe('marks of lost answers', () => {
  it('count an answer that was lost, and the same call by the next incarnation', () => {
    const history = new HistoryBuilder();
    history.fault('reply-lost', 's1');
    history.breakDown(history.submit('T-1'), { code: 'TIMEOUT' });
    history.heal('reply-lost', 's1');
    history.submit('T-1');

    expect(reached(history)).toEqual({ 'reply-lost': 1, 'lost-reply-retried': 1, 'lost-enqueue-retried': 1 });
  });

  it('count a call that is asked for again once for each answer that was lost', () => {
    const history = new HistoryBuilder();
    history.fault('reply-lost', 's1');
    history.breakDown(history.submit('T-1'), { code: 'TIMEOUT' });
    history.refuse(history.submit('T-1'), 'BUSY');
    history.submit('T-1');

    expect(reached(history)).toEqual({ 'reply-lost': 1, 'lost-reply-retried': 1, 'lost-enqueue-retried': 1 });
  });

  it('take no silence for a lost answer unless that fault was on for that actor', () => {
    const history = new HistoryBuilder();
    history.fault('reply-lost');
    history.breakDown(history.submit('T-1'), { code: 'TIMEOUT' });
    history.submit('T-1');

    expect(reached(history)).toEqual({});
  });
});

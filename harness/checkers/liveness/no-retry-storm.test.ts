import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { noRetryStorm } from './no-retry-storm.js';

const check = (builder: HistoryBuilder) => noRetryStorm.check(builder.history(), finalRead());

/** So many claims of w1 are refused, one each millisecond from `from`. */
function refused(history: HistoryBuilder, count: number, from: number): HistoryBuilder {
  for (let nth = 0; nth < count; nth += 1) {
    history.refuse(history.at(from + nth).ask('w1/1'), 'BUSY');
  }
  return history;
}

/** So many claims of w1 find nothing, `apart` ms from each other. */
function idle(history: HistoryBuilder, count: number, apart: number): HistoryBuilder {
  for (let nth = 1; nth <= count; nth += 1) history.at(nth * apart).findNothing('w1/1');
  return history;
}

function healed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.mark('heal');
  return history;
}

describe('no-retry-storm', () => {
  it('accuses refusals that go on when everything is healed', () => {
    expect(check(refused(healed(), 3, 1))).toEqual({
      result: 'violated',
      because:
        'the store refused 3 calls in the 3 ms after everything was healed; at the rate before the first fault, and ' +
        'one a lease for each of 1 callers, 2 are allowed',
      witness: [0, 6],
    });
  });

  it('holds when each caller is refused once and once again within a lease', () => {
    expect(check(refused(healed(), 2, 1))).toEqual({ result: 'holds', exposure: 2 });
  });

  it('holds at a rate of refusals that was there before the first fault', () => {
    const history = refused(new HistoryBuilder(), 5, 1);
    history.at(10).fault('store-lock');
    history.at(100).mark('heal');

    expect(check(refused(history, 5, 101)).result).toBe('holds');
  });

  it('does not excuse by what was refused while the fault lasted', () => {
    const history = new HistoryBuilder();
    history.at(1).fault('store-lock');
    refused(history, 50, 2).at(100).mark('heal');

    expect(check(refused(history, 5, 101)).result).toBe('violated');
  });

  it('does not count what was refused while a call that was under way at the heal held the store', () => {
    const history = new HistoryBuilder();
    const slow = history.submit('T-1');
    history.mark('heal');
    refused(history, 3, 1);
    history.ok(slow, { task: 'T-1' });

    expect(check(history).result).toBe('holds');
    expect(check(refused(history, 3, 5)).result).toBe('violated');
  });

  it('takes no other refusal for one of the store', () => {
    const history = healed();
    for (let nth = 0; nth < 9; nth += 1) history.refuse(history.finish('w1/1', 'T', 1), 'LEASE_LOST');

    expect(check(history)).toEqual({ result: 'holds', exposure: 9 });
  });

  it('accuses a worker that finds nothing and asks again at once', () => {
    expect(check(idle(healed(), 30, 1))).toEqual({
      result: 'violated',
      because:
        'w1 found nothing 30 times after everything was healed; with a poll every 10 ms at most 6 are allowed',
      witness: [0, 14],
    });
  });

  it('holds when an idle worker asks at every poll', () => {
    expect(check(idle(healed(), 30, 10))).toEqual({ result: 'holds', exposure: 30 });
  });

  it('allows one empty poll more for every task that was given out', () => {
    const history = healed();
    for (let run = 1; run <= 20; run += 1) {
      history.claim('w1/1', 'T', run);
      history.findNothing('w1/1');
    }

    expect(check(history).result).toBe('holds');
  });

  it('has nothing to judge when nobody calls after the heal', () => {
    expect(check(healed())).toEqual({
      result: 'unknown',
      because: 'nothing to judge: nobody called after everything was healed',
    });
  });
});

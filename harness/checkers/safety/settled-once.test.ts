import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { settledOnce } from './settled-once.js';

const check = (builder: HistoryBuilder) => settledOnce.check(builder.history(), finalRead());

describe('settled-once', () => {
  it('accuses a second completion with another fence', () => {
    const history = new HistoryBuilder();
    const first = history.complete('w1', 'T-1', 1);
    const second = history.complete('w2', 'T-1', 2);

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'task T-1 was completed twice: with fence 1 by w1 and with fence 2 by w2',
      witness: [first, second],
    });
  });

  it('accuses it also when the replies came in the other order', () => {
    const history = new HistoryBuilder();
    const late = history.finish('w1', 'T-1', 1);
    const second = history.complete('w2', 'T-1', 2);
    const first = history.ok(late);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [second, first] });
  });

  it('takes the same completion sent again for one completion', () => {
    const history = new HistoryBuilder();
    history.complete('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('accuses another result with the same fence', () => {
    const history = new HistoryBuilder();
    history.complete('w1', 'T-1', 1);
    history.complete('w2', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a run accepted both as completed and as failed', () => {
    const history = new HistoryBuilder();
    const failed = history.fail('w1', 'T-1', 1);
    const completed = history.complete('w1', 'T-1', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [failed, completed] });
  });

  it('allows a failed run before the completed one, and completions that were refused or lost', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-0');
    history.fail('w1', 'T-1', 1);
    history.lose(history.finish('w2', 'T-1', 2));
    history.refuse(history.finish('w3', 'T-1', 3), 'LEASE_LOST');
    history.complete('w4', 'T-1', 4);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('is unknown when nothing was completed', () => {
    expect(check(new HistoryBuilder())).toMatchObject({ result: 'unknown' });
  });
});

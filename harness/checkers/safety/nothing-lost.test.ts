import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { nothingLost } from './nothing-lost.js';

const check = (builder: HistoryBuilder, rows: readonly TaskRow[]) =>
  nothingLost.check(builder.history(), finalRead(rows));

describe('nothing-lost', () => {
  it('accuses an acknowledged task that the final read does not have', () => {
    const history = new HistoryBuilder();
    const promised = history.enqueue('T-1');

    expect(check(history, [])).toEqual({
      result: 'violated',
      because: 'task T-1 was acknowledged and is lost: the final read does not have it',
      witness: [promised],
    });
  });

  it('excuses the loss of a submission that was refused or whose answer was lost', () => {
    const history = new HistoryBuilder();
    history.refuse(history.submit('T-1'), 'BUSY');
    history.lose(history.submit('T-2'));
    history.enqueue('T-3');

    expect(check(history, [row('T-3', { status: 'PENDING', run: 0 })])).toEqual({
      result: 'holds',
      exposure: 1,
    });
  });

  it.each([
    ['PENDING after run 1', [row('T-1', { status: 'PENDING' })]],
    ['DONE after run 2', [row('T-1', { run: 2 })]],
    ['no such task', []],
  ])('accuses an acknowledged completion of which the final read says: %s', (found, rows) => {
    const history = new HistoryBuilder();
    history.lose(history.submit('T-1'));
    history.claim('w1', 'T-1', 1);
    const completed = history.complete('w1', 'T-1', 1);

    const result = check(history, rows);

    expect(result).toMatchObject({ result: 'violated', because: expect.stringContaining(found) });
    expect(result).toMatchObject({ witness: [completed] });
  });

  it('accuses an acknowledged completion whose result is not among the notes', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    const completed = history.complete('w1', 'T-1', 1);

    expect(check(history, [row('T-1', { notes: 'failed: network | w1' })])).toEqual({
      result: 'violated',
      because:
        "task T-1: the result 'w1 1' of the completion by w1 was acknowledged and is lost: the final read has other notes",
      witness: [completed],
    });
  });

  it.each(['failed: network | w1 1', ''])(
    'accepts a result among other notes, and a system that keeps none: %j',
    (notes) => {
      const history = new HistoryBuilder();
      history.enqueue('T-1');
      history.claim('w1', 'T-1', 1);
      history.complete('w1', 'T-1', 1);

      expect(check(history, [row('T-1', { notes })])).toMatchObject({ result: 'holds' });
    },
  );

  it('asks for no result where the completion was refused or went unanswered', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.lose(history.finish('w1', 'T-1', 1));
    history.refuse(history.finish('w2', 'T-1', 1), 'LEASE_LOST');

    expect(check(history, [row('T-1', { notes: 'resolved' })])).toMatchObject({ result: 'holds' });
  });

  it('takes the run of a completion whose claim went unanswered from the row', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.complete('w1', 'T-1', 7);

    expect(check(history, [row('T-1', { run: 3 })])).toMatchObject({ result: 'holds' });
  });

  it('accuses an acknowledged failure whose run the final read still has in progress', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    const failed = history.fail('w1', 'T-1', 1);

    expect(check(history, [row('T-1', { status: 'IN_PROGRESS', run: 1 })])).toMatchObject({
      witness: [failed],
    });
    expect(check(history, [row('T-1', { status: 'IN_PROGRESS', run: 2 })])).toMatchObject({
      result: 'holds',
    });
    expect(check(history, [row('T-1', { status: 'FAILED' })])).toMatchObject({ result: 'holds' });
  });

  it('accuses a task that nobody submitted', () => {
    const history = new HistoryBuilder();
    const last = history.enqueue('T-1');

    expect(check(history, [row('T-1', { status: 'PENDING' }), row('T-9')])).toEqual({
      result: 'violated',
      because: 'task T-9 is in the final read although nobody submitted it',
      witness: [last],
    });
  });

  it('accuses a task every submission of which was refused', () => {
    const history = new HistoryBuilder();
    const refused = history.refuse(history.submit('T-1'), 'BUSY');

    expect(check(history, [row('T-1')])).toMatchObject({
      because: 'task T-1 is in the final read although every submission of it was refused',
      witness: [refused],
    });
  });

  it('accuses a task that is DONE although nobody completed it', () => {
    const history = new HistoryBuilder();
    const promised = history.enqueue('T-1', { key: 'K' });
    history.refuse(history.finish('w1', 'T-1', 1), 'LEASE_LOST');

    expect(check(history, [row('T-1')])).toEqual({
      result: 'violated',
      because: 'task T-1 is DONE although nobody completed it',
      witness: [promised],
    });
  });

  it('accepts DONE after a completion with a lost answer, and DONE as a duplicate of such a task', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1', { key: 'K' });
    history.enqueue('T-2', { key: ' K ' });
    history.lose(history.finish('w1', 'T-1', 1));

    expect(check(history, [row('T-1'), row('T-2')])).toEqual({ result: 'holds', exposure: 2 });
  });

  it('accuses a DONE task without a key beside completed work of another', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.enqueue('T-2');
    history.complete('w1', 'T-1', 1);

    expect(check(history, [row('T-1'), row('T-2')])).toMatchObject({ result: 'violated' });
  });

  it('is unknown when nothing was acknowledged', () => {
    expect(check(new HistoryBuilder(), [])).toMatchObject({ result: 'unknown' });
  });
});

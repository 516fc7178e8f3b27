import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { nothingLost } from './nothing-lost.js';
import { inventedReads } from './reads.js';

const accused = (history: HistoryBuilder) => [...inventedReads(history.history())];
const pending = (task: string) => row(task, { status: 'PENDING', run: 0 });

describe('a read during the run', () => {
  it('is accused of a task that nobody had submitted, though somebody does so later', () => {
    const history = new HistoryBuilder();
    const read = history.list(pending('T-1'));
    history.enqueue('T-1');

    expect(accused(history)).toEqual([
      { because: 'task T-1 was in a read although nobody had submitted it', witness: [read] },
    ]);
  });

  it('is accused of a task every submission of which had been refused, though a later one is accepted', () => {
    const history = new HistoryBuilder();
    const refused = history.refuse(history.submit('T-1'), 'BUSY');
    const read = history.list(pending('T-1'));
    history.enqueue('T-1');

    expect(accused(history)).toEqual([
      {
        because: 'task T-1 was in a read although every submission of it had been refused',
        witness: [refused, read],
      },
    ]);
  });

  it('is accused of a task that was DONE before anybody completed it', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1/1', 'T-1', 1);
    const read = history.list(row('T-1'));
    history.complete('w1/1', 'T-1', 1);

    expect(accused(history)).toEqual([
      { because: 'task T-1 was DONE in a read although nobody had completed it', witness: [read] },
    ]);
  });

  it('is accused by the log as by the list', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    const log = [event('1 T-1 0 ->PENDING'), event('2 T-1 1 IN_PROGRESS>DONE'), event('3 T-2 0 ->PENDING')];
    history.ok(history.begin('probe/1', 'events', { after: 0 }), log);

    expect(accused(history).map(({ because }) => because)).toEqual([
      'task T-1 was DONE in a read although nobody had completed it',
      'task T-2 was in a read although nobody had submitted it',
    ]);
  });

  it('may show what had been asked for and was not answered yet, or never', () => {
    const history = new HistoryBuilder();
    const slow = history.submit('T-1');
    const reading = history.begin('probe/1', 'list', {});
    history.finish('w1/1', 'T-1', 1);
    history.ok(reading, [row('T-1')]);
    history.lose(slow);

    expect(accused(history)).toEqual([]);
  });

  it('may show a duplicate DONE once a task of its key was completed, and not before', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1', { key: 'K' });
    history.enqueue('T-2', { key: 'K' });
    const early = history.list(pending('T-1'), row('T-2', { run: 0 }));
    history.claim('w1/1', 'T-1', 1);
    history.complete('w1/1', 'T-1', 1);
    history.list(row('T-1'), row('T-2', { run: 0 }));

    expect(accused(history).map(({ witness }) => witness)).toEqual([[early]]);
  });
});

describe('a list', () => {
  const listed = (...rows: readonly TaskRow[]) => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    return { history, read: history.list(...rows) };
  };

  it('has no task twice, during the run or at its end', () => {
    const { history, read } = listed(pending('T-1'), pending('T-1'));
    const told = (where: string) => ({
      result: 'violated',
      because: `task T-1 has more than one row in ${where}`,
      witness: [read],
    });

    expect(nothingLost.check(history.history(), finalRead([pending('T-1')]))).toEqual(told('a read'));
    const { history: once } = listed(pending('T-1'));
    const final = finalRead([pending('T-1'), pending('T-1')]);
    expect(nothingLost.check(once.history(), final)).toEqual(told('the final read'));
  });

  it('may have a task that another list has as well', () => {
    const { history } = listed(pending('T-1'));
    history.list(pending('T-1'));

    expect(nothingLost.check(history.history(), finalRead([pending('T-1')]))).toMatchObject({
      result: 'holds',
    });
  });
});

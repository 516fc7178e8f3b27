import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import {
  finalRead,
  HistoryBuilder,
  row,
  type SubmissionTerms,
} from '../../history/by-hand/history-builder.js';
import { boundedOvertaking } from './bounded-overtaking.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  boundedOvertaking.check(builder.history(), finalRead(rows));

/** Submits tasks one after the other, a millisecond apart: lines 0-1, 2-3, and so on. */
function submitted(...tasks: readonly (string | readonly [string, SubmissionTerms])[]): HistoryBuilder {
  const history = new HistoryBuilder();
  for (const [place, task] of tasks.entries()) {
    const [id, terms] = typeof task === 'string' ? [task, {}] : task;
    history.at(place).enqueue(id, terms);
  }
  return history.at(10);
}

/** One worker claims the tasks in this order. */
function claimed(history: HistoryBuilder, ...ids: readonly string[]): HistoryBuilder {
  for (const id of ids) history.claim('w1/1', id, 1);
  return history;
}

const waiting = (task: string) => row(task, { status: 'PENDING', run: 0 });

describe('bounded-overtaking', () => {
  it('accuses more later tasks than there are workers that were given out before', () => {
    const history = claimed(submitted('A', 'B', 'C'), 'C', 'B', 'A');

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task A, due by 0 ms, waited for its first run while 2 later tasks that were no more urgent got theirs; ' +
        'with 1 workers at most 1 may overtake it',
      witness: [1, 7, 9, 10],
    });
  });

  it('accuses when the task waits to the end', () => {
    const history = claimed(submitted('A', 'B', 'C'), 'C', 'B');

    expect(check(history, waiting('A'))).toMatchObject({ result: 'violated', witness: [1, 7, 9] });
  });

  it('accuses when less urgent tasks go first', () => {
    const history = submitted(['A', { priority: 'P0' }], ['B', { priority: 'P2' }], 'C');

    expect(check(claimed(history, 'B', 'C', 'A')).result).toBe('violated');
  });

  it('holds when tasks are given out in the order in which they came', () => {
    expect(check(claimed(submitted('A', 'B', 'C'), 'A', 'B', 'C'))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('sees no chance when no more tasks than there are workers were given out', () => {
    expect(check(claimed(submitted('A', 'B'), 'B', 'A'))).toEqual({
      result: 'unknown',
      because:
        'nothing to judge: no task waited while as many later ones as there are workers were given out',
    });
  });

  it.each<[string, () => HistoryBuilder]>([
    [
      'the others are more urgent',
      () =>
        claimed(
          submitted(['A', { priority: 'P2' }], ['B', { priority: 'P0' }], ['C', { priority: 'P0' }]),
          'B',
          'C',
          'A',
        ),
    ],
    [
      'its claim was under way before the others were',
      () => {
        const history = submitted('A', 'B', 'C');
        const asked = history.ask('w2/1');
        claimed(history, 'C', 'B');
        history.give(asked, 'A', 1);
        return history;
      },
    ],
    [
      'the others had been submitted when it was not acknowledged yet',
      () => {
        const history = new HistoryBuilder();
        const sent = history.submit('A');
        history.at(1).ok(history.begin('s2/1', 'enqueue', draft('B')), { task: 'B' });
        history.ok(history.begin('s2/1', 'enqueue', draft('C')), { task: 'C' });
        history.ok(sent, { task: 'A' });
        return claimed(history, 'C', 'B', 'A');
      },
    ],
    [
      'a claim without an answer may have had it',
      () => {
        const history = submitted('A', 'B', 'C');
        history.lose(history.ask('w2/1'));
        claimed(history, 'B', 'C').claim('w1/1', 'A', 2);
        return history;
      },
    ],
    [
      'another task has its key',
      () => claimed(submitted('A0', ['A', { key: 'k' }], ['B', { key: 'k' }], 'C', 'D'), 'A0', 'D', 'C', 'A'),
    ],
    [
      'an operator had a hand in it',
      () => {
        const history = submitted('A', 'B', 'C');
        history.operate('cancel', 'A', 'BLOCKED');
        return claimed(history, 'C', 'B');
      },
    ],
  ])('does not accuse when %s', (_what, history) => {
    expect(check(history(), waiting('X')).result).not.toBe('violated');
  });
});

const draft = (id: string) => ({ task: { id, priority: 'P1', task: 'work' } }) as const;

import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { singleHolder } from './single-holder.js';

const check = (builder: HistoryBuilder) => singleHolder.check(builder.history(), finalRead());

/** A task that is claimed until 100; a sweep gives the check its chance. */
function claimed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.claim('w1', 'T-1', 1);
  history.at(10).sweep();
  return history;
}

describe('a retry of an operator', () => {
  it('takes no task from a holder whose lease is alive', () => {
    const history = claimed();
    const retried = history.at(99).operate('retry', 'T-1');

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1 was put back by a retry of o1/1 by 99 ms, although w1 held it with fence 1 ' +
        'and its lease was alive until 100 ms',
      witness: [1, retried],
    });
  });

  it('takes none that a heartbeat keeps', () => {
    const history = claimed();
    history.at(90).heartbeat('w1', 'T-1', 1);
    history.at(150).operate('retry', 'T-1');

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it.each<[string, (history: HistoryBuilder) => unknown]>([
    ['whose lease ran out', (history) => history.at(100).operate('retry', 'T-1')],
    [
      'whose lease a clock that is off may take for over',
      (history) => {
        history.clocksDifferBy(5).at(96).operate('retry', 'T-1');
      },
    ],
    [
      'that failed meanwhile',
      (history) => {
        history.fail('w1', 'T-1', 1);
        history.operate('retry', 'T-1');
      },
    ],
    [
      'whose failure went unanswered',
      (history) => {
        history.lose(history.giveUp('w1', 'T-1', 1));
        history.operate('retry', 'T-1');
      },
    ],
    [
      'that another operator stopped',
      (history) => {
        history.operate('cancel', 'T-1', 'BLOCKED');
        history.operate('retry', 'T-1');
      },
    ],
    [
      'that was claimed while it was under way',
      (history) => {
        const asked = history.begin('o1/1', 'retry', { task: 'T-2' });
        history.claim('w2', 'T-2', 1);
        history.ok(asked, { status: 'PENDING' });
      },
    ],
    ['that it leaves as it is', (history) => history.operate('retry', 'T-1', 'IN_PROGRESS')],
  ])('may take a task %s', (_, act) => {
    const history = claimed();
    act(history);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('that was refused took nothing', () => {
    const history = claimed();
    history.refuse(history.begin('o1/1', 'retry', { task: 'T-1' }), 'ILLEGAL_TRANSITION');

    expect(check(history)).toMatchObject({ result: 'holds' });
  });
});

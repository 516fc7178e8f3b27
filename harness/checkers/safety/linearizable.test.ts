import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { checkWithin, linearizable } from './linearizable.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  linearizable.check(builder.history(), finalRead(rows));
const holds = { result: 'holds' };
const running = { status: 'IN_PROGRESS', availableAt: null } as const;

function claimed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  return history;
}

/** The first run is taken away and given to `w2`, while a call of `w1` is on its way. */
function overtaken(send: (history: HistoryBuilder) => number) {
  const history = claimed();
  const late = send(history);
  history.at(100).sweep({ requeued: ['T-1'] });
  const newer = history.at(150).claim('w2', 'T-1', 2);
  return { history, late, newer };
}

const hardReport = (history: HistoryBuilder) =>
  history.begin('w1', 'report', { worker: 'w1', task: 'T-1', fence: 1, tokens: 9000, text: null });

describe('linearizable accuses', () => {
  it('a completion that was sent before, and took effect after, a newer claim', () => {
    const { history, late, newer } = overtaken((to) => to.finish('w1', 'T-1', 1));
    const accepted = history.ok(late);

    expect(check(history, row('T-1', { run: 2 }))).toEqual({
      result: 'violated',
      because:
        'task T-1: complete with fence 1 by w1 was accepted, but in every order of what went before ' +
        'the task was IN_PROGRESS with fence 2',
      witness: [newer, accepted],
    });
  });

  it('a report that blocked the run of the next holder', () => {
    const { history, late, newer } = overtaken(hardReport);
    const accepted = history.ok(late, { action: 'BLOCK' });

    expect(check(history, row('T-1', { run: 2, status: 'BLOCKED' }))).toMatchObject({
      because: expect.stringContaining('report answered BLOCK with fence 1 by w1'),
      witness: [newer, accepted],
    });
  });

  it('a permanent failure beside a newer claim', () => {
    const { history, late } = overtaken((to) =>
      to.begin('w1', 'fail', { worker: 'w1', task: 'T-1', fence: 1, error: 'no', class: 'permanent' }),
    );
    history.ok(late);

    expect(check(history, row('T-1', { run: 2, status: 'FAILED' }))).toMatchObject({ result: 'violated' });
  });

  it('a cancellation beside a completion, in either order of the replies', () => {
    const history = claimed();
    const done = history.finish('w1', 'T-1', 1);
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.ok(done);

    expect(check(history, row('T-1'))).toMatchObject({ result: 'violated' });
    expect(check(history, row('T-1', { status: 'BLOCKED' }))).toMatchObject({ result: 'violated' });
  });

  it('an operator who is told another status than the command leads to', () => {
    const history = claimed();
    const held = 3;
    const told = history.operate('replan', 'T-1', 'PENDING');

    expect(check(history, row('T-1', { status: 'PENDING' }))).toMatchObject({ witness: [held, told] });
  });

  it('a run that is skipped although every claim was answered', () => {
    const history = claimed();
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 3);

    expect(check(history, row('T-1', { ...running, run: 3 }))).toMatchObject({ result: 'violated' });
  });

  it('a final read that no order leads to, and says what could have been', () => {
    const history = claimed();
    const done = history.complete('w1', 'T-1', 1);

    expect(check(history, row('T-1', { status: 'FAILED' }))).toEqual({
      result: 'violated',
      because: 'task T-1: the final read has it FAILED after run 1, but it can only be DONE',
      witness: [done],
    });
    expect(check(history)).toMatchObject({ because: expect.stringContaining('has it no more') });
  });

  it('a retry to come in the final read of a task that failed for good', () => {
    const history = claimed();
    history.failForGood('w1', 'T-1', 1);

    expect(check(history, row('T-1', { status: 'FAILED', availableAt: 50 }))).toMatchObject({
      result: 'violated',
    });
    expect(check(history, row('T-1', { status: 'FAILED' }))).toMatchObject(holds);
  });

  it('DONE without a completion, unless another task of the key may have been completed', () => {
    const alone = new HistoryBuilder();
    alone.enqueue('T-1', { key: 'K' });
    const twin = new HistoryBuilder();
    twin.enqueue('T-1', { key: 'K' });
    twin.enqueue('T-2', { key: 'K' });
    twin.claim('w1', 'T-2', 1);
    twin.lose(twin.finish('w1', 'T-2', 1));

    expect(check(alone, row('T-1', { run: 0 }))).toMatchObject({ result: 'violated' });
    expect(check(twin, row('T-1', { run: 0 }), row('T-2'))).toMatchObject(holds);
  });
});

describe('linearizable allows', () => {
  it('a completion whose reply came after others had asked for the task in vain', () => {
    const history = claimed();
    const late = history.finish('w1', 'T-1', 1);
    history.at(100).sweep();
    history.at(150).ok(history.ask('w2'));
    history.ok(late);

    expect(check(history, row('T-1'))).toEqual({ result: 'holds', exposure: 2 });
  });

  it('a transient failure whose reply came after the newer claim: the sweep may have followed it', () => {
    const { history, late } = overtaken((to) => to.giveUp('w1', 'T-1', 1));
    history.ok(late);

    expect(check(history, row('T-1', { ...running, run: 2 }))).toMatchObject(holds);
  });

  it('a heartbeat that was answered after the completion it overlaps', () => {
    const history = claimed();
    const args = { worker: 'w1', task: 'T-1', fence: 1, leaseMs: 100 };
    const beat = history.begin('w1.hb', 'heartbeat', args);
    history.complete('w1', 'T-1', 1);
    history.ok(beat, { leaseUntil: 100 });

    expect(check(history, row('T-1'))).toMatchObject(holds);
  });

  it('a verdict on a run that was over, which changes nothing', () => {
    const history = claimed();
    history.complete('w1', 'T-1', 1);
    history.report('w1', { task: 'T-1', fence: 1, tokens: 9000 }, 'BLOCK');

    expect(check(history, row('T-1'))).toMatchObject(holds);
  });

  it('the same completion again', () => {
    const history = claimed();
    history.complete('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);

    expect(check(history, row('T-1'))).toMatchObject(holds);
  });

  it.each([
    ['never', row('T-1', { ...running })],
    ['at last', row('T-1')],
  ])('a completion without an answer to have taken effect %s', (_, read) => {
    const history = claimed();
    history.lose(history.finish('w1', 'T-1', 1));

    expect(check(history, read)).toMatchObject(holds);
  });

  it.each(['IN_PROGRESS', 'BLOCKED'] as const)('a report without an answer to leave it %s', (status) => {
    const history = claimed();
    history.lose(hardReport(history));

    expect(check(history, row('T-1', { status }))).toMatchObject(holds);
  });

  it('a run that went to a claim without an answer', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.lose(history.ask('w1'));
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);

    expect(check(history, row('T-1', { run: 2 }))).toMatchObject(holds);
  });

  it('a retry to have met the run of a claim without an answer, or to have found the task waiting', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.lose(history.ask('w1'));
    history.at(100).operate('retry', 'T-1', 'PENDING');
    const waiting = check(history, row('T-1', { status: 'PENDING', run: 0 }));
    history.at(150).claim('w2', 'T-1', 2);

    expect(waiting).toMatchObject(holds);
    expect(check(history, row('T-1', { ...running, run: 2 }))).toMatchObject(holds);
  });

  it('no run to go to a claim that came later', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w2', 'T-1', 2);
    history.lose(history.ask('w1'));

    expect(check(history, row('T-1', { ...running, run: 2 }))).toMatchObject({ result: 'violated' });
  });

  it('sweeps without an answer to have moved the task, each once', () => {
    const lost = (sweeps: number) => {
      const history = claimed();
      for (let sweep = 1; sweep <= sweeps; sweep += 1) history.lose(history.begin(`d${sweep}`, 'sweep', {}));
      history.at(150).claim('w2', 'T-1', 2);
      history.at(400).claim('w3', 'T-1', 3);
      return check(history, row('T-1', { ...running, run: 3 }));
    };

    expect(lost(2)).toMatchObject(holds);
    expect(lost(1)).toMatchObject({ result: 'violated' });
  });

  it('what was refused to have done nothing, whenever it came', () => {
    const history = claimed();
    history.complete('w1', 'T-1', 1);
    history.refuse(history.finish('w2', 'T-1', 2), 'LEASE_LOST');
    history.refuse(history.submit('T-1'), 'DUPLICATE_ID');

    expect(check(history, row('T-1'))).toMatchObject(holds);
  });
});

describe('linearizable is unknown', () => {
  it('when only submissions were acknowledged', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');

    expect(check(history, row('T-1', { status: 'PENDING', run: 0 }))).toMatchObject({
      result: 'unknown',
      because: expect.stringContaining('nothing was acknowledged of any task'),
    });
  });

  it('when a search reaches its limit, however good it looks so far', () => {
    const history = claimed();
    for (const sweep of [1, 2]) history.lose(history.begin(`d${sweep}`, 'sweep', {}));
    history.at(150).claim('w2', 'T-1', 2);
    const within = (limit: number) =>
      checkWithin(history.history(), finalRead([row('T-1', { ...running, run: 2 })]), limit);

    expect(within(0)).toEqual({
      result: 'unknown',
      because: 'no order of task T-1 was found or ruled out with 0 positions to spare',
      gaveUp: true,
    });
    expect(within(10)).toMatchObject(holds);
  });
});

import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { hardBudgetBlocks } from './hard-budget-blocks.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  hardBudgetBlocks.check(builder.history(), finalRead(rows));

const held = (tokens: number) => ({ task: 'T-1', fence: 1, tokens });
const blocked = row('T-1', { status: 'BLOCKED' });

function claimed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  return history;
}

describe('hard-budget-blocks', () => {
  it('accuses a report one above the limit that is let through', () => {
    const history = claimed();
    const report = history.report('w1', held(3501), 'SUMMARIZE');

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'task T-1: a report of 3501 tokens, above the hard limit of 3500, was answered SUMMARIZE',
      witness: [report],
    });
  });

  it('accuses a BLOCK at the limit itself', () => {
    const history = claimed();
    const report = history.report('w1', held(3500), 'BLOCK');

    expect(check(history)).toMatchObject({ result: 'violated', witness: [report] });
  });

  it('holds when the limit itself passes, one above is answered BLOCK, and the task ends BLOCKED', () => {
    const history = claimed();
    history.report('w1', held(3500), 'SUMMARIZE');
    history.report('w1', held(3501), 'BLOCK');

    expect(check(history, blocked)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each([
    ['completion', (history: HistoryBuilder) => history.complete('w1', 'T-1', 1)],
    ['claim', (history: HistoryBuilder) => history.claim('w2', 'T-1', 2)],
    ['heartbeat', (history: HistoryBuilder) => history.heartbeat('w1', 'T-1', 1)],
    ['report', (history: HistoryBuilder) => history.report('w1', held(10), 'ALLOW')],
  ])('accuses a %s that is accepted after a BLOCK', (_, act) => {
    const history = claimed();
    const report = history.report('w1', held(9000), 'BLOCK');
    const later = act(history);

    expect(check(history, blocked)).toMatchObject({ result: 'violated', witness: [report, later] });
  });

  it('allows a refused completion and another BLOCK after a BLOCK', () => {
    const history = claimed();
    history.report('w1', held(9000), 'BLOCK');
    history.report('w1', held(9001), 'BLOCK');
    history.refuse(history.finish('w1', 'T-1', 1), 'LEASE_LOST');

    expect(check(history, blocked)).toEqual({ result: 'holds', exposure: 2 });
  });

  it('accuses a task that was to be blocked and ended otherwise', () => {
    const history = claimed();
    const report = history.report('w1', held(9000), 'BLOCK');

    expect(check(history, row('T-1', { status: 'FAILED' }))).toEqual({
      result: 'violated',
      because:
        'task T-1: a report of 9000 tokens, above the hard limit of 3500, was answered BLOCK, but the task ended FAILED',
      witness: [report],
    });
    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('lets an operator release the task, to run again and end as it may', () => {
    const history = claimed();
    history.report('w1', held(9000), 'BLOCK');
    history.operate('replan', 'T-1');
    history.claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);

    expect(check(history, row('T-1', { run: 2 }))).toMatchObject({ result: 'holds' });
  });

  it('allows a BLOCK to change nothing on a run that may have been over', () => {
    const settled = claimed();
    const late = settled.finish('w1', 'T-1', 1);
    settled.report('w1.report', held(9000), 'BLOCK');
    settled.ok(late);
    const swept = claimed();
    swept.at(100).sweep({ exhausted: ['T-1'] });
    swept.report('w1', held(9000), 'BLOCK');
    const operated = claimed();
    operated.operate('cancel', 'T-1', 'BLOCKED');
    operated.report('w1', held(9000), 'BLOCK');
    operated.operate('retry', 'T-1');

    expect(check(settled, row('T-1'))).toMatchObject({ result: 'holds' });
    expect(check(swept, row('T-1', { status: 'FAILED' }))).toMatchObject({ result: 'holds' });
    expect(check(operated, row('T-1', { status: 'PENDING' }))).toMatchObject({ result: 'holds' });
  });

  it('does not take a sweep before the claim, nor a lost one during the lease, for the end of the run', () => {
    const before = new HistoryBuilder();
    before.sweep({ requeued: ['T-1'] });
    before.claim('w1', 'T-1', 1);
    before.report('w1', held(9000), 'BLOCK');
    const during = claimed();
    during.at(50).lose(during.begin('d1', 'sweep', {}));
    during.report('w1', held(9000), 'BLOCK');

    expect(check(before, row('T-1'))).toMatchObject({ result: 'violated' });
    expect(check(during, row('T-1'))).toMatchObject({ result: 'violated' });
  });

  it('takes a lost sweep after the end of the lease for a possible end of the run', () => {
    const history = claimed();
    history.at(110).lose(history.begin('d1', 'sweep', {}));
    history.report('w1', held(9000), 'BLOCK');
    const unanswered = new HistoryBuilder();
    unanswered.lose(unanswered.begin('d1', 'sweep', {}));
    unanswered.report('w1', held(9000), 'BLOCK');

    expect(check(history, row('T-1', { status: 'FAILED' }))).toMatchObject({ result: 'holds' });
    expect(check(unanswered, row('T-1', { status: 'FAILED' }))).toMatchObject({ result: 'holds' });
  });

  it('judges a report without a known claim by what came after it', () => {
    const history = new HistoryBuilder();
    const report = history.report('w1', held(9000), 'BLOCK');
    const swept = new HistoryBuilder();
    swept.sweep({ requeued: ['T-1'] });
    swept.report('w1', held(9000), 'BLOCK');

    expect(check(history, row('T-1'))).toMatchObject({ witness: [report] });
    expect(check(swept, row('T-1'))).toMatchObject({ result: 'holds' });
  });

  it('accuses a BLOCKED task that nothing gave a reason to block', () => {
    const history = claimed();
    const report = history.report('w1', held(100), 'ALLOW');

    expect(check(history, blocked)).toEqual({
      result: 'violated',
      because:
        'task T-1 is BLOCKED although no report was above the hard limit of 3500 and no operator acted',
      witness: [1, report],
    });
  });

  it('accepts a BLOCKED task after a lost report above the limit, or after an operator', () => {
    const lost = claimed();
    lost.lose(lost.begin('w1', 'report', { worker: 'w1', ...held(9000), text: null }));
    const cancelled = claimed();
    cancelled.lose(cancelled.begin('o1', 'cancel', { task: 'T-1' }));

    expect(check(lost, blocked)).toMatchObject({ result: 'unknown' });
    expect(check(cancelled, blocked)).toMatchObject({ result: 'unknown' });
  });
});

import { describe, expect, it } from 'vitest';
import type { SystemEvent, TaskRow } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { legalTransitions } from './legal-transitions.js';

const check = (builder: HistoryBuilder, rows: readonly TaskRow[] = [], events: readonly SystemEvent[] = []) =>
  legalTransitions.check(builder.history(), finalRead(rows, events));

function claimed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  return history;
}

describe('legal-transitions', () => {
  it.each([
    ['a claim by w2', (history: HistoryBuilder) => history.claim('w2', 'T-1', 2)],
    ['a heartbeat by w1.hb', (history: HistoryBuilder) => history.heartbeat('w1', 'T-1', 1)],
    ['a fail by w2', (history: HistoryBuilder) => history.fail('w2', 'T-1', 1)],
    ['a complete by w2', (history: HistoryBuilder) => history.complete('w2', 'T-1', 1)],
    ["an operator's cancel", (history: HistoryBuilder) => history.operate('cancel', 'T-1', 'BLOCKED')],
  ])('accuses %s after the task was completed', (what, act) => {
    const history = claimed();
    const done = history.complete('w1', 'T-1', 1);
    const later = act(history);

    expect(check(history)).toEqual({
      result: 'violated',
      because: `task T-1: ${what} was accepted after the task had been completed with fence 1`,
      witness: [done, later],
    });
  });

  it('accuses a sweep that brings back a completed task', () => {
    const history = claimed();
    history.complete('w1', 'T-1', 1);
    history.sweep({ requeued: ['T-1'] });

    expect(check(history)).toMatchObject({ result: 'violated', witness: [5, 7] });
  });

  it('allows the same completion again, a report and refused calls after the end', () => {
    const history = claimed();
    history.complete('w1', 'T-1', 1);
    history.complete('w1', 'T-1', 1);
    history.report('w1', { task: 'T-1', fence: 1, tokens: 10 }, 'ALLOW');
    history.refuse(history.begin('o1', 'retry', { task: 'T-1' }), 'ILLEGAL_TRANSITION');

    expect(check(history, [row('T-1')])).toEqual({ result: 'holds', exposure: 3 });
  });

  it('accuses no heartbeat that may have come before the completion it overlaps', () => {
    const history = claimed();
    const completing = history.finish('w1', 'T-1', 1);
    history.heartbeat('w1', 'T-1', 1);
    history.ok(completing);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it.each([
    ['failed for good', (history: HistoryBuilder) => history.failForGood('w1', 'T-1', 1)],
    ['failed for good by a sweep', (history: HistoryBuilder) => history.sweep({ exhausted: ['T-1'] })],
    ['cancelled', (history: HistoryBuilder) => history.operate('cancel', 'T-1', 'BLOCKED')],
  ])('accuses a claim after the task was %s, unless an operator released it', (how, end) => {
    const history = claimed();
    const ended = end(history);
    const later = history.claim('w2', 'T-1', 2);
    const released = claimed();
    end(released);
    released.operate('retry', 'T-1');
    released.claim('w2', 'T-1', 2);

    expect(check(history)).toEqual({
      result: 'violated',
      because: `task T-1: a claim by w2 was accepted after the task had been ${how}`,
      witness: [ended, later],
    });
    expect(check(released)).toMatchObject({ result: 'holds' });
  });

  it('allows claims after a transient failure', () => {
    const history = claimed();
    history.fail('w1', 'T-1', 1);
    history.claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('accuses a completion beside a sweep that took the same run back: no order is legal', () => {
    const history = claimed();
    const zombie = history.finish('w1', 'T-1', 1);
    const swept = history.at(100).sweep({ requeued: ['T-1'] });
    const accepted = history.ok(zombie);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1 was completed with fence 1 although a sweep requeued it after that claim: ' +
        'in either order one of the two is illegal',
      witness: [swept, accepted],
    });
  });

  it('allows a completion of the run after a sweep took the one before back', () => {
    const history = claimed();
    history.at(100).sweep({ requeued: ['T-1'] });
    history.at(150).claim('w2', 'T-1', 2);
    history.complete('w2', 'T-1', 2);
    history.complete('w3', 'T-2', 4);

    expect(check(history, [row('T-1', { run: 2 })])).toMatchObject({ result: 'holds' });
  });

  it('accuses a completion beside a final failure, whatever the order of the replies', () => {
    const history = claimed();
    const completing = history.finish('w1', 'T-1', 1);
    const failed = history.failForGood('w1.b', 'T-1', 1);
    const completed = history.ok(completing);

    expect(check(history)).toMatchObject({
      result: 'violated',
      because: expect.stringContaining('it can have one end only'),
      witness: [failed, completed],
    });
  });

  it('accuses an end that the final read does not show', () => {
    const history = claimed();
    const done = history.complete('w1', 'T-1', 1);
    const cancelled = claimed();
    const cancel = cancelled.operate('cancel', 'T-1', 'BLOCKED');

    expect(check(history, [row('T-1', { status: 'PENDING' })])).toEqual({
      result: 'violated',
      because: 'task T-1 had been completed with fence 1, but the final read has it PENDING',
      witness: [done],
    });
    expect(check(cancelled, [row('T-1')])).toMatchObject({ result: 'violated', witness: [cancel] });
  });

  it('lets an operator take back an end other than DONE', () => {
    const history = claimed();
    history.operate('cancel', 'T-1', 'BLOCKED');
    history.lose(history.begin('o2', 'replan', { task: 'T-1' }));

    expect(check(history, [row('T-1', { status: 'PENDING' })])).toMatchObject({ result: 'holds' });
  });

  it.each([
    ['1 T-1 0 ->PENDING', 'added'],
    ['1 T-1 0 ->DONE', 'imported'],
    ['2 T-1 0 PENDING>DONE', 'idempotency_skipped'],
    ['2 T-1 0 PENDING>PENDING', 'replan'],
    ['2 T-1 1 IN_PROGRESS>BLOCKED', 'blocked'],
    ['2 T-1 1 FAILED>PENDING', 'retried'],
    ['2 T-1 1 ->-', 'guardrail'],
  ])('declares the step %s by %s', (step, type) => {
    expect(check(claimed(), [], [event(step, type)])).toMatchObject({ result: 'holds' });
  });

  it.each([
    ['1 T-1 0 ->DONE', 'added', 'steps from nothing to DONE'],
    ['2 T-1 0 PENDING>DONE', 'done', 'steps from PENDING to DONE'],
    ['2 T-1 1 DONE>PENDING', 'replan', 'steps from DONE to PENDING'],
    ['2 T-1 1 FAILED>DONE', 'done', 'steps from FAILED to DONE'],
  ])('accuses the step %s by %s', (step, type, because) => {
    expect(check(claimed(), [], [event(step, type)])).toMatchObject({
      result: 'violated',
      because: expect.stringContaining(because),
      witness: [1],
    });
  });

  it('accuses an illegal step of a task nobody submitted, without a line to point at', () => {
    expect(check(new HistoryBuilder(), [], [event('1 T-1 0 ->DONE')])).toMatchObject({ witness: [] });
  });

  it('is unknown when nothing was acknowledged', () => {
    expect(check(new HistoryBuilder())).toMatchObject({ result: 'unknown' });
  });
});

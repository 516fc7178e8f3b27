import { describe, expect, it } from 'vitest';
import type { Call, Completion } from '../../gates/record/history.js';
import { row } from '../history/by-hand/history-builder.js';
import { Board } from './board.js';

const held = { worker: 'w1', task: 'T', fence: 1 };
const calls = {
  claim: { op: 'claim', args: { worker: 'w1', leaseMs: 100 } },
  complete: { op: 'complete', args: { ...held, notes: '' } },
  report: { op: 'report', args: { ...held, tokens: 9000, text: null } },
  transient: { op: 'fail', args: { ...held, error: 'x', class: 'transient' } },
  permanent: { op: 'fail', args: { ...held, error: 'x', class: 'permanent' } },
  sweep: { op: 'sweep', args: {} },
  cancel: { op: 'cancel', args: { task: 'T' } },
  retry: { op: 'retry', args: { task: 'T' } },
} as const satisfies Record<string, Call>;

const ok = (value: unknown = null): Completion => ({ type: 'ok', value });
const lost: Completion = { type: 'info', code: 'CRASH' };

function enqueue(
  board: Board,
  id: string,
  terms: { idempotencyKey?: string; maxRetries?: number } = {},
): void {
  const task = { id, priority: 'P1', task: 'x', ...terms } as const;
  board.observe({ op: 'enqueue', args: { task } }, ok({ task: id }), 1);
}

/** A board that knows one task, `T`, in its first run. */
function setUp(terms: { maxRetries?: number } = {}): Board {
  const board = new Board();
  enqueue(board, 'T', terms);
  board.observe(calls.claim, ok({ task: 'T', run: 1, fence: 1, leaseUntil: 0 }), 3);
  return board;
}

describe('what the harness believes about tasks', () => {
  it('counts an acknowledged task as open', () => {
    const board = setUp();

    expect([board.known, board.open, board.mayBeDrained]).toEqual([1, 1, false]);
  });

  it('counts a submission that was refused as a duplicate as the first one having arrived', () => {
    const board = new Board();
    const task = { id: 'T', priority: 'P1', task: 'x' } as const;
    board.observe({ op: 'enqueue', args: { task } }, lost, 1);

    board.observe({ op: 'enqueue', args: { task } }, { type: 'fail', code: 'DUPLICATE_ID' }, 3);

    expect(board.open).toBe(1);
  });

  it.each([
    ['a completion', calls.complete, ok()],
    ['a permanent failure', calls.permanent, ok()],
    ['a report that was answered BLOCK', calls.report, ok({ action: 'BLOCK' })],
    ['a sweep that gave it up', calls.sweep, ok({ requeued: [], exhausted: ['T'] })],
    ['a cancel', calls.cancel, ok({ status: 'BLOCKED' })],
  ])('closes a task by %s', (_name, call, completion) => {
    const board = setUp();

    board.observe(call, completion, 5);

    expect(board.open).toBe(0);
  });

  it.each([
    ['a transient failure with retries left', calls.transient, ok()],
    ['a report that was let through', calls.report, ok({ action: 'ALLOW' })],
    ['a refused completion', calls.complete, { type: 'fail', code: 'LEASE_LOST' } as const],
    ['a sweep that requeued it', calls.sweep, ok({ requeued: ['T'], exhausted: [] })],
  ])('leaves a task open after %s', (_name, call, completion) => {
    const board = setUp();

    board.observe(call, completion, 5);

    expect(board.open).toBe(1);
  });

  it('is not sure of a task that failed in its last allowed run', () => {
    const board = setUp({ maxRetries: 0 });

    board.observe(calls.transient, ok(), 5);

    expect(board.open).toBe(0);
  });

  it('opens a task again that an operator sends back', () => {
    const board = setUp();
    board.observe(calls.cancel, ok({ status: 'BLOCKED' }), 5);

    board.observe(calls.retry, ok({ status: 'PENDING' }), 7);

    expect(board.open).toBe(1);
  });

  it.each(['complete', 'permanent', 'report', 'cancel', 'retry'] as const)(
    'is not sure of a task when nobody knows what %s did to it, and hears of that as news',
    (name) => {
      const board = setUp();
      const { changes } = board;

      board.observe(calls[name], lost, 5);

      expect([board.open, board.mayBeDrained, board.changes > changes]).toEqual([0, true, true]);
    },
  );

  it('is as sure as before after a lost claim: what it may have taken is open', () => {
    const board = setUp();

    board.observe(calls.claim, lost, 5);

    expect([board.open, board.mayBeDrained]).toEqual([1, false]);
  });

  it('wants a list after a sweep whose outcome is unknown, until it gets one', () => {
    const board = setUp();

    board.observe(calls.sweep, lost, 5);
    const wanted = board.mayBeDrained;
    board.isSettled([row('T', { status: 'IN_PROGRESS' })], 6);

    expect([wanted, board.mayBeDrained]).toEqual([true, false]);
  });

  it('goes on asking while a task with a key that was used before is not settled', () => {
    const board = new Board();
    enqueue(board, 'leader', { idempotencyKey: 'k' });
    enqueue(board, 'follower', { idempotencyKey: 'k' });
    board.observe({ op: 'complete', args: { ...held, task: 'leader', notes: '' } }, ok(), 5);

    const settled = board.isSettled([row('leader'), row('follower', { status: 'PENDING' })], 6);

    expect([settled, board.mayBeDrained]).toEqual([false, true]);
  });

  it('does not let an old list overrule a younger answer', () => {
    const board = setUp();
    board.observe(calls.complete, ok(), 9);

    board.isSettled([row('T', { status: 'IN_PROGRESS' })], 6);

    expect(board.open).toBe(0);
  });
});

describe('a list', () => {
  it.each([
    ['DONE', row('T'), true],
    ['BLOCKED', row('T', { status: 'BLOCKED' }), true],
    ['FAILED for good', row('T', { status: 'FAILED' }), true],
    ['FAILED and waiting for its retry', row('T', { status: 'FAILED', availableAt: 7 }), false],
    ['PENDING', row('T', { status: 'PENDING', availableAt: 7 }), false],
    ['IN_PROGRESS', row('T', { status: 'IN_PROGRESS' }), false],
  ])('with a task that is %s', (_name, listed, settled) => {
    expect(new Board().isSettled([listed], 0)).toBe(settled);
  });
});

import { describe, expect, it } from 'vitest';
import type { History, Op } from '../../../gates/record/history.js';
import { PROBE_KNOBS } from '../../adapters/stdio/probe-knobs.js';
import { witnessTimeline } from './witness-timeline.js';

const startedAt = 1_767_225_600_000;

function historyOf(...ops: readonly object[]): History {
  return {
    header: {
      kind: 'header',
      history: 1,
      scenario: 'S1',
      seed: 1,
      mode: 'simulated',
      sut: { name: 'orch', version: '1', capabilities: [] },
      control: null,
      startedAt,
      knobs: PROBE_KNOBS,
    },
    ops: ops.map((op, index) => ({ index, at: index * 10, actor: 'w1/1', ...op }) as Op),
    trailer: null,
  };
}

const claim = { type: 'invoke', call: { op: 'claim', args: { worker: 'w1', leaseMs: 500 } } };
const claimed = { task: 'T-1', run: 2, fence: 2, leaseUntil: startedAt + 500, idempotencyKey: null };
const complete = {
  type: 'invoke',
  call: { op: 'complete', args: { worker: 'w1', task: 'T-1', fence: 2, notes: '' } },
};

const lines = (history: History, ...witness: readonly number[]) =>
  witnessTimeline(history, witness).split('\n').slice(1);

describe('the timeline of a witness', () => {
  it('shows both ends of a call in one row, whichever end is named', () => {
    const history = historyOf(claim, { type: 'ok', invokedBy: 0, value: claimed });

    const expected = '0     0 ms  w1/1   claim  ok task T-1 run 2 fence 2 until 500 ms at 10 ms (1)';
    expect(lines(history, 0)).toEqual([expected]);
    expect(lines(history, 1)).toEqual([expected]);
    expect(lines(history, 0, 1)).toEqual([expected]);
  });

  it('keeps the order of the history', () => {
    const history = historyOf(claim, complete, { type: 'fail', invokedBy: 1, code: 'LEASE_LOST' });

    const shown = lines(history, 2, 0);

    expect(shown[0]).toMatch(/^0 .* claim +still open$/);
    expect(shown[1]).toMatch(/^1 .* complete T-1 fence 2 +fail LEASE_LOST at 20 ms \(2\)$/);
  });

  it.each([
    [{ type: 'run-start', task: 'T-1', fence: 2, key: null }, /run-start T-1 fence 2/],
    [{ type: 'fault-start', fault: { id: 'f1', kind: 'kill', target: 'w1' } }, /fault-start kill of w1/],
    [{ type: 'mark', mark: 'heal' }, /heal/],
    [
      {
        type: 'invoke',
        call: {
          op: 'enqueue',
          args: { task: { id: 'T-9', priority: 'P1', task: 'x', idempotencyKey: 'k' } },
        },
      },
      /enqueue T-9 key k +still open/,
    ],
    [{ type: 'invoke', call: { op: 'list', args: {} } }, /list +still open/],
  ])('tells what happened in %o', (op, expected) => {
    expect(lines(historyOf(op), 0)[0]).toMatch(expected);
  });

  it('says so when a line does not exist', () => {
    expect(lines(historyOf(claim), 0, 7)).toHaveLength(1);
  });
});

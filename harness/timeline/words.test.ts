import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../gates/record/history.js';
import type { StruckFault } from './faults-struck.js';
import type { TimedCall } from './timed-calls.js';
import { callLabel, faultLabel, lengthText, short, timeText } from './words.js';

describe('instants', () => {
  it.each([
    [0, '0 ms'],
    [7.04, '7 ms'],
    [999, '999 ms'],
    [2005, '2.005 s'],
    [60_000, '1 min'],
    [216_022, '3 min 36.022 s'],
  ])('%d ms read %s', (ms, said) => {
    expect(timeText(ms)).toBe(said);
  });
});

describe('lengths', () => {
  it.each([
    [12, '12 ms'],
    [1_540, '1.5 s'],
    [160_000, '2.7 min'],
    [5_400_000, '1.5 h'],
  ])('%d ms read %s', (ms, said) => {
    expect(lengthText(ms)).toBe(said);
  });
});

describe('a long name', () => {
  it('is left out in the middle, and never within a sign', () => {
    expect(short('0123456789abcdef', 9)).toBe('0123…cdef');
    expect(short('😀'.repeat(9), 5)).toBe('😀😀…😀😀');
    expect(short('T-1')).toBe('T-1');
  });
});

describe('a fault in words', () => {
  const fault = (kind: FaultKind, figure = 0): StruckFault => ({
    kind,
    figure,
    target: 'w1',
    begin: { line: 0, at: 0 },
    end: { line: 1, at: 1500 },
  });

  it.each([
    [fault('pause'), 'paused for 1.5 s'],
    [fault('slow', 40), 'slow, 40 times as long for 1.5 s'],
    [fault('slow-disk', 200), 'disk slow, 200 ms a commit for 1.5 s'],
    [fault('clock-step', -2500), 'clock 2.5 s behind for 1.5 s'],
    [fault('clock-skew', 300), 'clock drifts to 300 ms ahead for 1.5 s'],
  ])('%# says what it did and how long', (one, said) => {
    expect(faultLabel(one)).toBe(said);
  });
});

describe('a call in words', () => {
  const call = (op: string, args: object, over: Partial<TimedCall> = {}): TimedCall =>
    ({
      call: { op, args },
      actor: 'w1/1',
      begin: { line: 0, at: 0 },
      end: { line: 1, at: 1 },
      ending: 'ok',
      code: null,
      value: null,
      ...over,
    }) as TimedCall;

  it.each([
    [call('claim', { worker: 'w1' }), 'claim → nothing'],
    [call('claim', {}, { value: { task: 'T', fence: 3 } }), 'claim → T #3'],
    [call('complete', { task: 'T', fence: 3 }), 'complete T #3 ✓'],
    [
      call('report', { task: 'T', fence: 3, tokens: 3501 }, { value: { action: 'BLOCK' } }),
      'report 3501 tokens of T #3 → BLOCK',
    ],
    [call('cancel', { task: 'T' }, { ending: 'fail', code: 'NOT_FOUND' }), 'cancel T ✕ NOT_FOUND'],
    [call('enqueue', { task: { id: 'T' } }, { ending: 'info', code: 'TIMEOUT' }), 'enqueue T ? TIMEOUT'],
    [call('list', {}, { ending: 'open', end: null }), 'list … no answer'],
    [call('sweep', {}, { value: { requeued: [], exhausted: [] } }), 'sweep → nothing'],
    [
      call('sweep', {}, { value: { requeued: ['a', 'b', 'c'], exhausted: ['d'] } }),
      'sweep → requeued a, b and 1 more, gave up d',
    ],
  ])('%# reads as it happened', (one, said) => {
    expect(callLabel(one)).toBe(said);
  });
});

import { describe, expect, it } from 'vitest';
import { hasCode } from '../errors.js';
import { eventSeq, fencingToken, taskId, workerId } from './ids.js';

function refusalOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return null;
}

describe('taskId', () => {
  it.each(['A', 'ORCH-014', '7', 'a.b_c:d-e', `x${'y'.repeat(63)}`])('takes %s as it is', (text) => {
    expect(taskId(text)).toBe(text);
  });

  it.each(['', ' ', '-A', '.a', 'a b', 'a|b', 'a\nb', 'ä', '일', `x${'y'.repeat(64)}`, 'a\0'])(
    'refuses %j rather than repair it',
    (text) => {
      expect(
        hasCode(
          refusalOf(() => taskId(text)),
          'INVALID',
        ),
      ).toBe(true);
    },
  );

  it('says what it expected and what it got', () => {
    expect(() => taskId('a|b')).toThrow('expected a task id of 1 to 64 letters');
    expect(() => taskId('a|b')).toThrow('"a|b"');
  });
});

describe('workerId', () => {
  it.each(['w1', 'w2/3', 'worker:host-1', 'me@host', `w${'x'.repeat(127)}`])('takes %s', (text) => {
    expect(workerId(text)).toBe(text);
  });

  it.each(['', '-', 'a b', 'a|b', `w${'x'.repeat(128)}`])('refuses %j', (text) => {
    expect(
      hasCode(
        refusalOf(() => workerId(text)),
        'INVALID',
      ),
    ).toBe(true);
  });
});

describe('numbers from outside', () => {
  it('takes a fence from 1 on', () => {
    expect(fencingToken(1)).toBe(1);
    expect(() => fencingToken(0)).toThrow(
      'expected a fencing token to be a whole number of 1 or more, got 0',
    );
  });

  it('takes an event position from 0 on', () => {
    expect(eventSeq(0)).toBe(0);
    expect(() => eventSeq(-1)).toThrow('got -1');
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the fence %d', (count) => {
    expect(
      hasCode(
        refusalOf(() => fencingToken(count)),
        'INVALID',
      ),
    ).toBe(true);
  });
});

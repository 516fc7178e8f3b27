import { describe, expect, it } from 'vitest';
import { type DurationMs, type EpochMs, seconds } from '../time.js';
import {
  aftermath,
  backoffAfter,
  checkedBackoff,
  DEFAULT_BACKOFF,
  normalisedError,
  retryLeft,
} from './retry.js';
import type { Backoff } from './task.js';

const AT = 1_000 as EpochMs;
const transient = { class: 'transient', at: AT } as const;

describe('backoffAfter', () => {
  it.each([
    [0, 60],
    [1, 180],
    [2, 600],
    [3, 600],
    [19, 600],
  ])('waits, after %d retries, %d s', (retries, wait) => {
    expect(backoffAfter(retries, DEFAULT_BACKOFF)).toBe(seconds(wait));
  });

  it('uses a single step for ever', () => {
    expect(backoffAfter(7, [seconds(5)])).toBe(5_000);
  });
});

describe('retryLeft', () => {
  it('grants retries up to the limit and not one more', () => {
    expect(retryLeft({ retries: 2, maxRetries: 3 })).toBe(true);
    expect(retryLeft({ retries: 3, maxRetries: 3 })).toBe(false);
  });

  it('never retries when the limit is 0', () => {
    expect(retryLeft({ retries: 0, maxRetries: 0 })).toBe(false);
  });
});

describe('aftermath', () => {
  it('retries a transient failure after the wait that follows the retries so far, from the failure on', () => {
    expect(aftermath({ retries: 1, maxRetries: 3 }, transient, DEFAULT_BACKOFF)).toEqual({
      kind: 'retry',
      wait: 180_000,
      retryAt: 181_000,
    });
  });

  it('ends with the last retry', () => {
    expect(aftermath({ retries: 3, maxRetries: 3 }, transient, DEFAULT_BACKOFF)).toEqual({
      kind: 'final',
      because: 'exhausted',
    });
  });

  it('ends at once when the failure is permanent, whatever is left', () => {
    const permanent = { class: 'permanent', at: AT } as const;
    expect(aftermath({ retries: 0, maxRetries: 3 }, permanent, DEFAULT_BACKOFF)).toEqual({
      kind: 'final',
      because: 'permanent',
    });
  });
});

describe('normalisedError', () => {
  it.each([
    ['Timeout after 30 s', 'timeout  AFTER 31 s\n'],
    ['  E42 ', 'e7'],
  ])('takes %j and %j for the same error', (one, other) => {
    expect(normalisedError(one)).toBe(normalisedError(other));
  });

  it('keeps different errors apart', () => {
    expect(normalisedError('connection refused')).not.toBe(normalisedError('connection reset'));
  });
});

describe('checkedBackoff', () => {
  it('takes positive steps', () => {
    expect(checkedBackoff(DEFAULT_BACKOFF)).toBe(DEFAULT_BACKOFF);
  });

  it.each([
    ['no step at all', []],
    ['a step of 0', [60_000, 0]],
    ['a negative step', [-1]],
    ['a fraction of a millisecond', [0.5]],
  ])('refuses %s', (_, steps) => {
    expect(() => checkedBackoff(steps as DurationMs[] as unknown as Backoff)).toThrow(
      'at least one and all above 0',
    );
  });
});

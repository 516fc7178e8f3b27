import { describe, expect, it } from 'vitest';
import {
  Busy,
  ConfigError,
  Corrupt,
  DuplicateId,
  IllegalTransition,
  Invalid,
  LeaseLost,
  NotFound,
  StoreFull,
  StoreUnavailable,
  UsageError,
} from '../errors.js';
import { exitReport } from './exit.js';

describe('the exit code', () => {
  it.each([
    [Invalid, 1],
    [NotFound, 1],
    [DuplicateId, 1],
    [IllegalTransition, 1],
    [UsageError, 2],
    [ConfigError, 2],
    [LeaseLost, 3],
    [Busy, 5],
    [StoreFull, 5],
    [StoreUnavailable, 5],
    [Corrupt, 5],
  ])('of a $0.name is %d', (Refusal, code) => {
    const error = new Refusal('expected this, got that', { hint: 'do so' });
    expect(exitReport(error)).toEqual({
      exitCode: code,
      line: `ERROR ${error.code}: expected this, got that — do so`,
    });
  });

  it('of anything else is that of a bug', () => {
    expect(exitReport(new TypeError('x is not a function')).exitCode).toBe(70);
    expect(exitReport('thrown text')).toEqual({ exitCode: 70, line: 'ERROR INTERNAL: thrown text' });
  });
});

it('a message stays on one line, whatever it holds', () => {
  const { line } = exitReport(new Invalid('first\n  second\u001b[2J\u2028third'));
  expect(line).toBe('ERROR INVALID: first second\\u001b[2J\\u2028third');
});

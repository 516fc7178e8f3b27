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
    { name: 'Invalid', Refusal: Invalid, code: 1 },
    { name: 'NotFound', Refusal: NotFound, code: 1 },
    { name: 'DuplicateId', Refusal: DuplicateId, code: 1 },
    { name: 'IllegalTransition', Refusal: IllegalTransition, code: 1 },
    { name: 'UsageError', Refusal: UsageError, code: 2 },
    { name: 'ConfigError', Refusal: ConfigError, code: 2 },
    { name: 'LeaseLost', Refusal: LeaseLost, code: 3 },
    { name: 'Busy', Refusal: Busy, code: 5 },
    { name: 'StoreFull', Refusal: StoreFull, code: 5 },
    { name: 'StoreUnavailable', Refusal: StoreUnavailable, code: 5 },
    { name: 'Corrupt', Refusal: Corrupt, code: 5 },
  ])('of $name is $code', ({ Refusal, code }) => {
    const error = new Refusal('expected this, got that', { hint: 'do so' });
    expect(exitReport(error)).toEqual({
      exitCode: code,
      line: `ERROR ${error.code}: expected this, got that — do so`,
    });
  });

  it('of a refusal that came from another thread is its own', () => {
    const { message, code, hint, effect } = new Corrupt('expected this', { hint: 'do so' });
    const fromThread = Object.assign(new Error(message), { code, hint, effect });
    expect(exitReport(fromThread)).toEqual({ exitCode: 5, line: 'ERROR CORRUPT: expected this — do so' });
  });

  it('of anything else is that of a bug', () => {
    expect(exitReport(new TypeError('x is not a function')).exitCode).toBe(70);
    expect(exitReport('thrown text')).toEqual({ exitCode: 70, line: 'ERROR INTERNAL: thrown text' });
  });

  it('of a bug with a cause tells both', () => {
    const { line } = exitReport(new Error('it ended', { cause: new TypeError('x is not a function') }));
    expect(line).toMatch(/^ERROR INTERNAL: Error: it ended .* caused by TypeError: x is not a function/);
  });
});

it('a message stays on one line, whatever it holds', () => {
  const { line } = exitReport(new Invalid('first\n  second\u001b[2J\u2028third'));
  expect(line).toBe('ERROR INVALID: first second\\u001b[2J\\u2028third');
});

import { describe, expect, it } from 'vitest';
import { Invalid } from '../../errors.js';
import { refusalFor } from './refusals.js';

const engineError = (code: string) => Object.assign(new Error('engine says'), { code });

describe('refusalFor', () => {
  it.each([
    ['SQLITE_BUSY', 'BUSY'],
    ['SQLITE_BUSY_SNAPSHOT', 'BUSY'],
    ['SQLITE_BUSY_RECOVERY', 'BUSY'],
    ['SQLITE_LOCKED', 'BUSY'],
    ['SQLITE_FULL', 'STORE_FULL'],
    ['SQLITE_NOTADB', 'CORRUPT'],
    ['SQLITE_CORRUPT', 'CORRUPT'],
    ['SQLITE_CORRUPT_INDEX', 'CORRUPT'],
    ['SQLITE_READONLY', 'STORE_UNAVAILABLE'],
    ['SQLITE_READONLY_DBMOVED', 'STORE_UNAVAILABLE'],
    ['SQLITE_CANTOPEN', 'STORE_UNAVAILABLE'],
  ])('takes %s for %s, names the store and says what to do', (code, expected) => {
    const cause = engineError(code);
    const refusal = refusalFor(cause, 'db/queue.db');
    expect(refusal).toMatchObject({ code: expected, cause });
    expect((refusal as Error).message).toContain('db/queue.db');
    expect((refusal as { hint: string }).hint).not.toBe('');
  });

  it('calls only a locked store worth another try', () => {
    expect(refusalFor(engineError('SQLITE_BUSY'), 'x')).toMatchObject({ retryable: true });
    expect(refusalFor(engineError('SQLITE_FULL'), 'x')).toMatchObject({ retryable: false });
  });

  it.each([
    engineError('SQLITE_IOERR_WRITE'),
    engineError('SQLITE_BUSYBODY'),
    new TypeError('bug'),
    new Invalid('off'),
  ])('passes %s on as it is', (error) => {
    expect(refusalFor(error, 'x')).toBe(error);
  });
});

import { describe, expect, it } from 'vitest';
import { Invalid } from '../../../errors.js';
import { refusalFor, refusalOfCommit } from './refusals.js';

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
    ['SQLITE_IOERR', 'STORE_UNAVAILABLE'],
    ['SQLITE_IOERR_WRITE', 'STORE_UNAVAILABLE'],
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
    engineError('SQLITE_INTERRUPT'),
    engineError('SQLITE_BUSYBODY'),
    new TypeError('bug'),
    new Invalid('off'),
  ])('passes %s on as it is', (error) => {
    expect(refusalFor(error, 'x')).toBe(error);
  });
});

describe('refusalOfCommit', () => {
  it('leaves open what a commit did on a failing disk, and keeps the cause', () => {
    const cause = engineError('SQLITE_IOERR_FSYNC');
    const refusal = refusalOfCommit(refusalFor(cause, 'x'));
    expect(refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', effect: 'unknown', retryable: false, cause });
  });

  it.each(['SQLITE_BUSY', 'SQLITE_FULL'])('knows that %s undid the change', (code) => {
    expect(refusalOfCommit(refusalFor(engineError(code), 'x'))).toMatchObject({ effect: 'none' });
  });
});

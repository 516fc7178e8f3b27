import { describe, expect, it } from 'vitest';
import { hasCode, Invalid } from '../errors.js';
import { checkedDraft } from './draft.js';
import type { TaskDraft } from './task.js';

const draft: TaskDraft = { id: 'A-1', priority: 'P1', task: 'do it', successCriteria: 'it is done' };
/** A draft as an untyped caller could send it. */
const off = (fields: Record<string, unknown>) => ({ ...draft, ...fields }) as TaskDraft;

describe('checkedDraft', () => {
  it('fills in what the caller left out', () => {
    expect(checkedDraft(draft)).toEqual({
      ...draft,
      idempotencyKey: null,
      traceparent: null,
      maxRetries: 3,
      dueAt: null,
      notes: '',
    });
  });

  it('trims the idempotency key, and takes an empty one for none', () => {
    expect(checkedDraft(off({ idempotencyKey: '  k 1 ' })).idempotencyKey).toBe('k 1');
    expect(checkedDraft(off({ idempotencyKey: '   ' })).idempotencyKey).toBeNull();
  });

  it('keeps every other text as it was given', () => {
    expect(checkedDraft(off({ task: ' 한국어 | text ' })).task).toBe(' 한국어 | text ');
  });

  it.each([0, 20])('takes %d retries', (maxRetries) => {
    expect(checkedDraft(off({ maxRetries })).maxRetries).toBe(maxRetries);
  });

  it.each([[null], [undefined], ['A-1']])('refuses %j, which is no task at all', (nothing) => {
    const call = () => checkedDraft(nothing as unknown as TaskDraft);
    expect(call).toThrow(Invalid);
    expect(call).toThrow('expected a task as an object with id');
  });

  it.each([
    ['an id with a bar', { id: 'a|b' }, 'task id'],
    ['an unknown priority', { priority: 'P3' }, 'priority of A-1'],
    ['an empty task', { task: ' \n' }, 'task of A-1'],
    ['a task that is no text', { task: 7 }, 'task of A-1'],
    ['half a character', { task: 'a\ud800b' }, 'task of A-1'],
    ['empty criteria', { successCriteria: '' }, 'successCriteria of A-1'],
    ['a key that is no text', { idempotencyKey: 7 }, 'idempotencyKey of A-1'],
    ['21 retries', { maxRetries: 21 }, 'maxRetries of A-1'],
    ['-1 retries', { maxRetries: -1 }, 'maxRetries of A-1'],
    ['half a retry', { maxRetries: 0.5 }, 'maxRetries of A-1'],
    ['a due time before the epoch', { dueAt: -1 }, 'dueAt of A-1'],
    ['a due time some zone shows in year 10000', { dueAt: 253_402_250_400_000 }, 'dueAt of A-1'],
    ['notes that are no text', { notes: {} }, 'notes of A-1'],
  ])('refuses %s and names the field', (_, fields, named) => {
    const call = () => checkedDraft(off(fields));
    expect(call).toThrow(named);
    try {
      call();
    } catch (error) {
      expect(hasCode(error, 'INVALID')).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { fromTheStart, holds, isFirstRunOf, reaches } from './conforming-answers.js';

const claimed = { task: 'A', run: 1, fence: 1, leaseUntil: 500 };

describe('a first claim', () => {
  it('conforms when it is run 1 of the task that was waiting', () => {
    expect(isFirstRunOf('A')(claimed, 500)).toBeNull();
  });

  it.each([
    ['nothing', null, 'nothing instead of A'],
    ['another task', { ...claimed, task: 'B' }, 'B instead of A'],
    ['a later run', { ...claimed, run: 7 }, 'run 7 instead of 1'],
    ['over when asked for', { ...claimed, leaseUntil: 0 }, 'a lease until 0, which was asked for at 500'],
  ])('differs when it is %s', (_what, value, finding) => {
    expect(isFirstRunOf('A')(value, 500)).toBe(finding);
  });
});

describe('a lease that was made longer', () => {
  it('conforms when it ends no earlier than before', () => {
    expect(reaches(500)({ leaseUntil: 500 }, 0)).toBeNull();
  });

  it('differs when it ends earlier than before', () => {
    expect(reaches(500)({ leaseUntil: 499 }, 0)).toBe('a lease until 499, shorter than until 500');
  });
});

describe('a list', () => {
  const listed = (...ids: readonly string[]) => ids.map((task) => ({ task }));

  it('conforms when it has one row of each task', () => {
    expect(holds(['A', 'B'])(listed('B', 'A'), 0)).toBeNull();
  });

  it('differs when a task is missing, or has two rows', () => {
    expect(holds(['A', 'B'])(listed('A'), 0)).toBe('no B');
    expect(holds(['A', 'B'])(listed('A', 'B', 'A'), 0)).toBe('more than one row of A');
  });
});

describe('a log from its start', () => {
  it('conforms when it holds events in order', () => {
    expect(fromTheStart([{ seq: 1 }, { seq: 2 }], 0)).toBeNull();
  });

  it('differs when it is empty or out of order', () => {
    expect(fromTheStart([], 0)).toBe('an empty log');
    expect(fromTheStart([{ seq: 2 }, { seq: 1 }], 0)).toBe('seq 1 after 2');
  });
});

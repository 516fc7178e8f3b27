import { describe, expect, it } from 'vitest';
import { planDigest, stateHash } from './run-digests.js';

const plan = {
  scenario: 'S1',
  tasks: [
    { at: 1, submit: { id: 'a' } },
    { at: 2, submit: { id: 'b' } },
  ],
};

describe('the digest of a plan', () => {
  it('is the same whatever the order of its fields', () => {
    const tasks = plan.tasks.map(({ at, submit }) => ({ submit, at }));

    expect(planDigest({ tasks, scenario: plan.scenario })).toBe(planDigest(plan));
  });

  it('is another for the same tasks in another order', () => {
    expect(planDigest({ ...plan, tasks: plan.tasks.toReversed() })).not.toBe(planDigest(plan));
  });
});

describe('the digest of a final state', () => {
  const final = { tasks: [{ task: 'a', duplicateOf: undefined }], events: [] };

  it('is the same for one that was written and read back', () => {
    expect(stateHash(JSON.parse(JSON.stringify(final)))).toBe(stateHash(final));
  });

  it('is another for one with another task', () => {
    expect(stateHash({ ...final, tasks: [] })).not.toBe(stateHash(final));
  });
});

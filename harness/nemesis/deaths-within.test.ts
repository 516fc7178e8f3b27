import { describe, expect, it } from 'vitest';
import type { Completion } from '../../gates/record/history.js';
import type { PlannedFault } from '../scenario/plan.js';
import { ScriptedSystem } from '../workload/testing/scripted-system.js';
import { DeathsWithin } from './deaths-within.js';

const kill: PlannedFault = {
  id: 'f1',
  kind: 'kill',
  target: 'any',
  anchor: { op: 'complete', nth: 1, phase: 'mid' },
  forMs: 1,
  statement: 3,
};

/** What strikes a client that is up once `reply` has come. */
async function struckBy(reply: Completion): Promise<readonly string[]> {
  const client = new ScriptedSystem(() => reply).client('w1');
  await client.begin();
  const deaths = new DeathsWithin();
  const over = deaths.await(client, kill);
  const struck: string[] = [];
  await deaths.answered(client, reply, async (_, { id }) => {
    struck.push(id);
  });
  await over;
  expect(deaths.isAwaited(client)).toBe(false);
  return struck;
}

describe('a death in the midst of a call', () => {
  it('is the planned kill when the call was lost in a crash that says nothing', async () => {
    expect(await struckBy({ type: 'info', code: 'CRASH' })).toEqual(['f1']);
  });

  it.each<[string, Completion]>([
    ['the call was answered', { type: 'ok', value: null }],
    ['it was refused before it got that far', { type: 'fail', code: 'BUSY' }],
    ['the process ended of something else', { type: 'info', code: 'CRASH', says: 'exit code 1' }],
  ])('is not when %s', async (_, reply) => {
    expect(await struckBy(reply)).toEqual([]);
  });
});

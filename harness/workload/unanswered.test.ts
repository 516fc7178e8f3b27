import { describe, expect, it } from 'vitest';
import type { Call, Completion } from '../../gates/record/history.js';
import { TEST_KNOBS } from '../history/by-hand/history-builder.js';
import type { PlannedTask } from '../scenario/plan.js';
import { SIMULATION_START } from '../sim/virtual-clock.js';
import { live } from './incarnation.js';
import { ScriptedSystem } from './testing/scripted-system.js';
import { Unanswered } from './unanswered.js';
import { work } from './worker.js';

const runs: PlannedTask['runs'] = [{ serviceMs: 0, outcome: 'done', tokens: null }];

/** What a worker asks beside claims, and as whom, when its first completion ends as told. */
async function askedAfter(first: Completion): Promise<readonly string[]> {
  const leaseUntil = SIMULATION_START + TEST_KNOBS.leaseMs;
  let completions = 0;
  let claims = 0;
  const script = (call: Call): Completion => {
    if (call.op === 'complete') completions += 1;
    if (call.op === 'complete' && completions === 1) return first;
    if (call.op !== 'claim') return { type: 'fail', code: 'ILLEGAL_TRANSITION' };
    claims += 1;
    return { type: 'ok', value: claims === 1 ? { task: 'T', run: 1, fence: 1, leaseUntil } : null };
  };
  const system = new ScriptedSystem(script, { latencyMs: 1 });
  const client = system.client('w1');
  const terms = {
    ...{ name: 'w1', knobs: TEST_KNOBS, behaviours: new Map([['T', runs]]), unanswered: new Unanswered() },
    ...{ injected: () => undefined, die: async () => undefined },
  };
  const life = live(client, (one) => work(one, terms), { pauseMs: 5 });
  await system.clock.run(
    system.clock.sleep(60).then(async () => {
      client.dismiss();
      await life;
    }),
  );
  return system.history().flatMap((op) => {
    if (op.type !== 'invoke' || op.call.op === 'claim') return [];
    return [`${op.actor} ${op.call.op} ${JSON.stringify(op.call.args)}`];
  });
}

const completion = (actor: string) =>
  `${actor} complete {"worker":"w1","task":"T","fence":1,"notes":"done by w1/1"}`;

describe('a worker whose completion got no answer', () => {
  it.each(['TIMEOUT', 'STORE_UNAVAILABLE'] as const)(
    'asks for the same once more as a new incarnation, and takes the refusal for the end (%s)',
    async (code) => {
      expect(await askedAfter({ type: 'info', code })).toEqual([completion('w1/1'), completion('w1/2')]);
    },
  );

  it.each(['CRASH', 'INTERNAL'] as const)('has forgotten it when it died of it (%s)', async (code) => {
    expect(await askedAfter({ type: 'info', code })).toEqual([completion('w1/1')]);
  });

  it('asks no more once it was answered', async () => {
    expect(await askedAfter({ type: 'ok', value: null })).toEqual([completion('w1/1')]);
  });
});

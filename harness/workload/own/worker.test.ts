import { describe, expect, it } from 'vitest';
import type { Call, Completion, InjectedFault } from '../../../gates/record/history.js';
import { TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import type { RunBehaviour } from '../../scenario/plan.js';
import type { Client } from '../client.js';
import { live } from '../incarnation.js';
import { ScriptedSystem } from '../testing/scripted-system.js';
import { Unanswered } from '../unanswered.js';
import type { Life, OwnPrograms, OwnWork } from './programs.js';
import { workAsOwn } from './worker.js';

const CLAIMED = { task: 'T', run: 2, fence: 3, leaseUntil: 0, idempotencyKey: 'k' };
const HELD = { worker: 'w1', task: 'T', fence: 3 };
const never = new AbortController().signal;
const report = (tokens: number): Call => ({ op: 'report', args: { ...HELD, tokens, text: 'x' } });
const fail = (kind: 'transient' | 'permanent'): Call => ({
  op: 'fail',
  args: { ...HELD, error: 'x', class: kind },
});

interface Played {
  readonly run?: Partial<RunBehaviour>;
  readonly answer?: (call: Call) => Completion;
  readonly program: (life: Life, terms: OwnWork, client: Client) => Promise<void>;
}

/** Lets a program of the system live as w1 for one life, in which the one planned run does as `run` says. */
async function played({ run = {}, answer = () => ({ type: 'ok', value: null }), program }: Played) {
  const system = new ScriptedSystem(answer);
  const client = system.client('w1');
  const injected: InjectedFault[] = [];
  const planned: RunBehaviour = { serviceMs: 100, outcome: 'done', tokens: null, ...run };
  const terms = {
    name: 'w1',
    knobs: TEST_KNOBS,
    behaviours: new Map([['T', [planned]]] as const),
    unanswered: new Unanswered(),
    injected: (fault: InjectedFault) => injected.push(fault),
    die: async () => client.dismiss(),
  };
  const programs: OwnPrograms = {
    work: (life, own) => program(life, own, client),
    watch: async () => undefined,
  };
  await system.clock.run(live(client, () => workAsOwn(client, programs, terms)));
  return { story: system.story(), faults: injected.map(({ id }) => id) };
}

describe('a worker of the system as an actor', () => {
  it('has its run performed as it is planned, from its beginning to its end', async () => {
    const performed: unknown[] = [];
    const { story } = await played({
      run: { tokens: 70 },
      program: async (_life, { perform }) => void performed.push(await perform(CLAIMED, never)),
    });

    expect(story).toEqual(['0 w1/1 run-start', '100 w1/1 run-end']);
    expect(performed).toEqual([
      { outcome: 'done', report: { tokens: 70, text: expect.stringMatching(/^\[REPORT T\]\nStatus: DONE/) } },
    ]);
  });

  it('is told that a run failed, with nothing to report when nothing is planned', async () => {
    const performed: unknown[] = [];
    await played({
      run: { outcome: 'permanent' },
      program: async (_life, { perform }) => void performed.push(await perform(CLAIMED, never)),
    });

    expect(performed).toEqual([{ outcome: 'permanent', report: null }]);
  });

  it('ends a run at once when it aborts it, with its own reason', async () => {
    const reasons: unknown[] = [];
    const { story } = await played({
      program: async (life, { perform }) => {
        const stop = new AbortController();
        const run = perform(CLAIMED, stop.signal).catch((reason: unknown) => reasons.push(reason));
        await life.sleep(40);
        stop.abort('lost');
        await run;
      },
    });

    expect(story).toEqual(['0 w1/1 run-start', '40 w1/1 run-end']);
    expect(reasons).toEqual(['lost']);
  });

  it.each([
    ['its plan lets it die', { outcome: 'die' as const }, 'w1/1 was killed'],
    ['it is sent home', { serviceMs: 1e9 }, 'w1/1 is sent home'],
  ])('has no end of a run on record when %s', async (_, run, ends) => {
    const reasons: string[] = [];
    const { story } = await played({
      run,
      program: async (_life, { perform }, client) => {
        const performed = perform(CLAIMED, never).catch((error: Error) => reasons.push(error.message));
        if ('serviceMs' in run) client.dismiss();
        await performed;
      },
    });

    expect(story).toEqual(['0 w1/1 run-start']);
    expect(reasons).toEqual([ends]);
  });

  it.each<[string, Partial<RunBehaviour>, Call, string]>([
    ['tokens above the hard limit', {}, report(TEST_KNOBS.hardTokens + 1), 'budget-exceed:T/2'],
    ['a transient failure', { outcome: 'transient' }, fail('transient'), 'transient-error:T/2'],
    ['a permanent failure', { outcome: 'permanent' }, fail('permanent'), 'permanent-error:T/2'],
  ])('counts %s as injected once the system has accepted it', async (...[, run, call, id]) => {
    const program: Played['program'] = async (life, { perform }) => {
      await perform(CLAIMED, never);
      await life.call(call);
    };
    const refusing = (): Completion => ({ type: 'fail', code: 'BUSY' });

    expect((await played({ run, program })).faults).toEqual([id]);
    expect((await played({ run, program, answer: refusing })).faults).toEqual([]);
  });

  it.each<[string, Call]>([
    ['tokens at the hard limit', report(TEST_KNOBS.hardTokens)],
    ['a failure that nobody planned', fail('transient')],
    [
      'a failure of a run it never performed',
      { op: 'fail', args: { ...HELD, fence: 9, error: 'x', class: 'transient' } },
    ],
  ])('counts nothing for %s', async (_, call) => {
    const { faults } = await played({
      program: async (life, { perform }) => {
        await perform(CLAIMED, never);
        await life.call(call);
      },
    });

    expect(faults).toEqual([]);
  });
});

describe('the life of a program', () => {
  it('sends one call after the other, in the order they were made', async () => {
    const { story } = await played({
      answer: (call) => (call.op === 'sweep' ? { type: 'fail', code: 'BUSY' } : { type: 'ok', value: null }),
      program: async (life) => {
        await Promise.all([
          life.call({ op: 'sweep', args: {} }),
          life.call({ op: 'list', args: {} }),
          life.call({ op: 'events', args: { after: 0 } }),
        ]);
      },
    });

    expect(story).toEqual([
      '0 w1/1 sweep',
      '10 w1/1 fail BUSY',
      '10 w1/1 list',
      '20 w1/1 ok',
      '20 w1/1 events',
      '30 w1/1 ok',
    ]);
  });

  it('shows the time that its actor’s clock shows, and a span that is right', async () => {
    const seen: number[] = [];
    await played({
      program: async (life, _terms, client) => {
        client.impair({ shows: (now) => now + 7_000 });
        seen.push(life.now() - life.elapsed());
        await life.sleep(50);
        seen.push(life.now() - life.elapsed());
      },
    });

    expect(seen).toEqual([7_000, 7_000]);
  });
});

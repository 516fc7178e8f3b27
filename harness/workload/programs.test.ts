import { describe, expect, it } from 'vitest';
import type { Call, Completion, InjectedFault } from '../../gates/record/history.js';
import { TEST_KNOBS } from '../history/by-hand/history-builder.js';
import type { PlannedTask, RunBehaviour } from '../scenario/plan.js';
import { SIMULATION_START } from '../sim/virtual-clock.js';
import type { Client } from './client.js';
import { live } from './incarnation.js';
import { Operator } from './operator.js';
import { Submitter } from './submitter.js';
import { ScriptedSystem } from './testing/scripted-system.js';
import { Unanswered } from './unanswered.js';
import { watch } from './watchdog.js';
import { work } from './worker.js';

const ok = (value: unknown = null): Completion => ({ type: 'ok', value });
const busy: Completion = { type: 'fail', code: 'BUSY' };

const planned = (id: string, changes: Partial<PlannedTask> = {}): PlannedTask => ({
  at: 0,
  submit: { id, priority: 'P1', task: 'x' },
  runs: [{ serviceMs: 100, outcome: 'done', tokens: null }],
  fault: null,
  ...changes,
});

/** Lets a program live for a while and sends it home. */
async function liveFor(system: ScriptedSystem, ms: number, program: (client: Client) => Promise<void>) {
  const client = system.client('w1');
  const life = live(client, program);
  await system.clock.run(
    system.clock.sleep(ms).then(async () => {
      client.dismiss();
      await life;
    }),
  );
  return system;
}

interface WorkerCase {
  readonly run?: Partial<RunBehaviour>;
  /** Answers by operation, beside a claim that gives one task. */
  readonly answers?: Partial<Record<Call['op'], readonly Completion[]>>;
}

/** A worker that is given one task, and what it then did. */
async function worked({ run = {}, answers = {} }: WorkerCase) {
  const injected: InjectedFault[] = [];
  const asked: Partial<Record<Call['op'], number>> = {};
  const leaseUntil = SIMULATION_START + TEST_KNOBS.leaseMs;
  const script = (call: Call): Completion => {
    const nth = asked[call.op] ?? 0;
    asked[call.op] = nth + 1;
    const given = answers[call.op];
    if (given !== undefined) return given[Math.min(nth, given.length - 1)] ?? ok();
    if (call.op === 'claim') return ok(nth === 0 ? { task: 'T', run: 1, fence: 1, leaseUntil } : null);
    if (call.op === 'report') return ok({ action: 'ALLOW' });
    return ok(call.op === 'heartbeat' ? { leaseUntil } : null);
  };
  const behaviours = new Map([
    ['T', planned('T', { runs: [{ serviceMs: 0, outcome: 'done', tokens: null, ...run }] }).runs],
  ]);
  const system = new ScriptedSystem(script, { latencyMs: 1 });
  const terms = {
    name: 'w1',
    knobs: TEST_KNOBS,
    behaviours,
    unanswered: new Unanswered(),
    injected: (fault: InjectedFault) => injected.push(fault),
    die: async () => undefined,
  };
  await liveFor(system, 95, (client) => work(client, terms));
  const steps = system.history().flatMap((op) => {
    if (op.type === 'invoke') return op.call.op === 'claim' ? [] : [op.call.op];
    return op.type === 'run-start' || op.type === 'run-end' ? [op.type] : [];
  });
  return { steps, faults: injected.map(({ id }) => id) };
}

describe('a worker', () => {
  it('heartbeats while it works, and settles once the work is over', async () => {
    const { steps } = await worked({ run: { serviceMs: 70 } });

    expect(steps).toEqual(['run-start', 'heartbeat', 'heartbeat', 'run-end', 'complete']);
  });

  it('asks at the multiples of the pace when it polls in step with others', async () => {
    const system = new ScriptedSystem(() => ok(null), { latencyMs: 1 });
    const terms = {
      name: 'w1',
      knobs: TEST_KNOBS,
      behaviours: new Map(),
      unanswered: new Unanswered(),
      injected: () => undefined,
    };

    await liveFor(system, 35, (client) =>
      work(client, { ...terms, polling: 'in-step', die: async () => undefined }),
    );

    const asked = system.history().flatMap((op) => (op.type === 'invoke' ? [op.at] : []));
    expect(asked).toEqual([0, 10, 20, 30]);
  });

  it('reports its tokens before it settles', async () => {
    expect((await worked({ run: { tokens: 100 } })).steps).toEqual([
      'run-start',
      'report',
      'run-end',
      'complete',
    ]);
  });

  it('settles nothing after its report was answered BLOCK, and tells of the exceed', async () => {
    const { steps, faults } = await worked({
      run: { tokens: 3501 },
      answers: { report: [ok({ action: 'BLOCK' })] },
    });

    expect(steps).toEqual(['run-start', 'report', 'run-end']);
    expect(faults).toEqual(['budget-exceed:T/1']);
  });

  it('stops the task when a heartbeat says the lease is lost', async () => {
    const lost: Completion = { type: 'fail', code: 'LEASE_LOST' };

    const { steps } = await worked({ run: { serviceMs: 70 }, answers: { heartbeat: [lost] } });

    expect(steps).toEqual(['run-start', 'heartbeat', 'run-end']);
  });

  it.each(['transient', 'permanent'] as const)(
    'fails a run with a %s error and tells of the fault',
    async (outcome) => {
      const { steps, faults } = await worked({ run: { outcome } });

      expect(steps).toEqual(['run-start', 'run-end', 'fail']);
      expect(faults).toEqual([`${outcome}-error:T/1`]);
    },
  );

  it('tells of no fault when its failure was refused', async () => {
    const lost: Completion = { type: 'fail', code: 'LEASE_LOST' };

    expect((await worked({ run: { outcome: 'transient' }, answers: { fail: [lost] } })).faults).toEqual([]);
  });

  it('asks a busy store again to settle, after growing waits', async () => {
    const { steps } = await worked({ answers: { complete: [busy, busy, ok()] } });

    expect(steps).toEqual(['run-start', 'run-end', 'complete', 'complete', 'complete']);
  });

  it('gives up on a busy store when its lease is over', async () => {
    const { steps } = await worked({ answers: { complete: [busy] } });

    expect(steps.filter((step) => step === 'complete')).toHaveLength(4);
  });

  it('goes on claiming after a refused claim', async () => {
    const leaseUntil = SIMULATION_START + TEST_KNOBS.leaseMs;
    const claim = [busy, ok({ task: 'T', run: 1, fence: 1, leaseUntil }), ok()];

    expect((await worked({ answers: { claim } })).steps).toEqual(['run-start', 'run-end', 'complete']);
  });

  it('settles a task that nobody planned, so that the checkers can see it', async () => {
    const leaseUntil = SIMULATION_START + TEST_KNOBS.leaseMs;
    const claim = [ok({ task: 'stranger', run: 1, fence: 1, leaseUntil }), ok()];

    expect((await worked({ answers: { claim } })).steps).toEqual(['run-start', 'run-end', 'complete']);
  });
});

describe('a submitter', () => {
  const submitted = async (
    tasks: readonly PlannedTask[],
    script: (call: Call, nth: number) => Completion,
  ) => {
    const faults: string[] = [];
    const injected = ({ id }: InjectedFault) => faults.push(id);
    const submitter = new Submitter({ tasks, startedAt: SIMULATION_START, longestWaitMs: 50, injected });
    const system = await liveFor(new ScriptedSystem(script), 1000, submitter.run);
    return { story: system.story(), faults, isFinished: submitter.isFinished };
  };

  it('hands its tasks in at their instants', async () => {
    const { story } = await submitted([planned('A'), planned('B', { at: 200 })], () => ok());

    expect(story.filter((line) => line.endsWith('enqueue'))).toEqual(['0 w1/1 enqueue', '200 w1/1 enqueue']);
  });

  it('hands a task in again whose submission has no known outcome, and takes a duplicate for arrived', async () => {
    const { story, isFinished } = await submitted([planned('A')], (_call, nth) =>
      nth === 1 ? { type: 'info', code: 'TIMEOUT' } : { type: 'fail', code: 'DUPLICATE_ID' },
    );

    expect(story).toEqual([
      '0 w1/1 enqueue',
      '10 w1/1 info TIMEOUT',
      '10 w1/2 enqueue',
      '20 w1/2 fail DUPLICATE_ID',
    ]);
    expect(isFinished).toBe(true);
  });

  it('asks a busy store again until the task is in', async () => {
    const { story } = await submitted([planned('A')], (_call, nth) => (nth < 4 ? busy : ok()));

    expect(story.filter((line) => line.endsWith('enqueue'))).toEqual([
      '0 w1/1 enqueue',
      '30 w1/1 enqueue',
      '80 w1/1 enqueue',
      '140 w1/1 enqueue',
    ]);
  });

  it('tells of a duplicate that is part of the plan once it was handed in', async () => {
    const { faults } = await submitted([planned('A', { fault: 'duplicate-enqueue' })], () => ok());

    expect(faults).toEqual(['duplicate-enqueue:A']);
  });
});

describe('an operator', () => {
  const operations = [
    { at: 0, op: 'cancel', task: 'A' },
    { at: 50, op: 'retry', task: 'A' },
  ] as const;

  it('gives each command once, also one whose outcome nobody knows', async () => {
    const operator = new Operator({ operations, startedAt: SIMULATION_START, longestWaitMs: 50 });
    const script = (_call: Call, nth: number) =>
      nth === 1 ? ({ type: 'info', code: 'TIMEOUT' } as const) : ok();

    const system = await liveFor(new ScriptedSystem(script), 1000, operator.run);

    expect(system.story()).toEqual(['0 w1/1 cancel', '10 w1/1 info TIMEOUT', '50 w1/2 retry', '60 w1/2 ok']);
    expect(operator.isFinished).toBe(true);
  });
});

describe('a watchdog', () => {
  it('sweeps at its interval, also after a sweep that was refused', async () => {
    const system = await liveFor(new ScriptedSystem(() => busy), 80, (client) =>
      watch(client, { sweepMs: 20 }),
    );

    expect(system.story().filter((line) => line.endsWith('sweep'))).toEqual([
      '20 w1/1 sweep',
      '50 w1/1 sweep',
      '80 w1/1 sweep',
    ]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call, ClaimAnswer, Completion } from '../../../gates/record/history.js';
import { brokenAssumptions } from '../../history/assumptions.js';
import { TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import { smallPlan } from '../../scenario/testing/small-plan.js';
import { randomFrom } from '../../sim/random.js';
import { simulate } from '../../sim/simulate.js';
import { VirtualClock } from '../../sim/virtual-clock.js';
import { type SutActor, type SutHandle, SystemUnread } from '../../sut.js';
import { reportText } from '../../workload/report-text.js';
import { orchInProcess } from './in-process.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-sim-'));
});
afterEach(() => rm(home, { recursive: true }));

const LATENCY_MS = 100;
const LEASE_MS = 10_000;
const enqueue: Call = { op: 'enqueue', args: { task: { id: 'T', priority: 'P1', task: 'x' } } };
const list: Call = { op: 'list', args: {} };
const sweep: Call = { op: 'sweep', args: {} };
const claimBy = (worker: string): Call => ({ op: 'claim', args: { worker, leaseMs: LEASE_MS } });
const complete = (worker: string, fence: number): Call => ({
  op: 'complete',
  args: { worker, task: 'T', fence, notes: 'done' },
});

interface Stage {
  readonly clock: VirtualClock;
  readonly handle: SutHandle;
  readonly actors: readonly [SutActor, SutActor, SutActor];
}

/** Boots core with three actors, lets `body` play, and shuts it down. */
async function onStage<T>(body: (stage: Stage) => Promise<T>): Promise<T> {
  const clock = new VirtualClock(randomFrom(1).fork('sched'));
  const sut = orchInProcess({ latencyMs: LATENCY_MS });
  const handle = await sut.boot({ home, seed: 1, clock, knobs: TEST_KNOBS });
  try {
    const actors = [
      await handle.openActor('a/1'),
      await handle.openActor('b/1'),
      await handle.openActor('c/1'),
    ] as const;
    return await clock.run(body({ clock, handle, actors }));
  } finally {
    await handle.shutdown();
  }
}

const known = async ({ handle }: Stage) => (await handle.readBack()).tasks.map(({ task }) => task);

/** Kills the actor after `ms` of its call; answers the completion and whether the task arrived. */
async function killedDuring(seed: number, ms: number): Promise<{ completion: Completion; arrived: boolean }> {
  return onStage(async (stage) => {
    const actor = await stage.handle.openActor(`s/${seed}`);
    const call = actor.invoke(enqueue);
    await stage.clock.sleep(ms);
    await actor.kill();
    await stage.clock.sleep(LATENCY_MS * 3);
    return { completion: await call, arrived: (await known(stage)).includes('T') };
  });
}

describe('core in this process', () => {
  it.each([
    ['w1/1', 0],
    ['w2/1', 1],
  ])('commits in groups for every other actor, while time stands still: %s', async (name, held) => {
    await onStage(async ({ clock, handle }) => {
      const actor = await handle.openActor(name);
      const hold = vi.spyOn(clock, 'hold');

      expect(await actor.invoke(enqueue)).toEqual({ type: 'ok', value: { task: 'T' } });
      expect(hold).toHaveBeenCalledTimes(held);
    });
  });

  it('answers a call after a stretch of virtual time', async () => {
    const passed = await onStage(async ({ clock, actors: [actor] }) => {
      const began = clock.now();
      expect(await actor.invoke(enqueue)).toEqual({ type: 'ok', value: { task: 'T' } });
      return clock.now() - began;
    });

    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThanOrEqual(2 * LATENCY_MS);
  });

  it('never carries out a call whose actor is killed before the commit', async () => {
    expect(await killedDuring(1, 0)).toEqual({ completion: { type: 'info', code: 'CRASH' }, arrived: false });
  });

  it('has carried out a call whose actor is killed between the commit and the answer', async () => {
    const found = [];
    for (let ms = 10; ms < LATENCY_MS * 2; ms += 10) {
      await rm(home, { recursive: true });
      found.push(await killedDuring(1, ms));
    }

    expect(found).toContainEqual({ completion: { type: 'info', code: 'CRASH' }, arrived: true });
  });

  it('answers CRASH to every call of a dead actor', async () => {
    const answer = await onStage(async ({ actors: [actor] }) => {
      await actor.kill();
      return actor.invoke(list);
    });

    expect(answer).toEqual({ type: 'info', code: 'CRASH' });
  });

  it('refuses the completion of a worker that was held until somebody else had its task', async () => {
    const [late, taken] = await onStage(async ({ clock, actors: [zombie, other, watchdog] }) => {
      await zombie.invoke(enqueue);
      await zombie.invoke(claimBy('w1'));
      zombie.pause();
      const completion = zombie.invoke(complete('w1', 1));
      await clock.sleep(LEASE_MS + 1);
      await watchdog.invoke(sweep);
      await clock.sleep(TEST_KNOBS.backoffMs[0] ?? 0);
      const claimed = await other.invoke(claimBy('w2'));
      zombie.resume();
      return [await completion, claimed] as const;
    });

    expect(taken).toMatchObject({ type: 'ok', value: { task: 'T', run: 2 } satisfies Partial<ClaimAnswer> });
    expect(late).toEqual({ type: 'fail', code: 'LEASE_LOST' });
  });

  it('answers BUSY while the store is locked, and goes on afterwards', async () => {
    const answers = await onStage(async ({ handle, actors: [actor] }) => {
      const unlock = await handle.lockStore();
      const during = await actor.invoke(enqueue);
      await unlock();
      await unlock();
      return [during, await actor.invoke(enqueue)];
    });

    expect(answers).toEqual([
      { type: 'fail', code: 'BUSY' },
      { type: 'ok', value: { task: 'T' } },
    ]);
  });

  it('refuses to run in real time', async () => {
    const clock = { now: () => 0, sleep: async () => undefined };

    await expect(orchInProcess().boot({ home, seed: 1, clock, knobs: TEST_KNOBS })).rejects.toThrow(
      'expected a virtual clock',
    );
  });

  it('takes the harness’s compact report for one without violations', async () => {
    const answer = await onStage(async ({ actors: [actor] }) => {
      await actor.invoke(enqueue);
      await actor.invoke(claimBy('w1'));
      const args = { worker: 'w1', task: 'T', fence: 1, tokens: 100, text: reportText('T', 'DONE') };
      return actor.invoke({ op: 'report', args });
    });

    expect(answer).toEqual({ type: 'ok', value: { action: 'ALLOW' } });
  });
});

describe('a simulated run', () => {
  const played = async (seed: number) => {
    const own = await mkdtemp(join(home, 'run-'));
    const lines: string[] = [];
    const run = await simulate(smallPlan(seed), orchInProcess(), {
      control: null,
      home: own,
      sink: (line) => lines.push(line),
    });
    return { ...run, lines };
  };

  it.each([1, 2, 3])('has the same history, byte for byte, for the same seed (%i)', async (seed) => {
    const first = await played(seed);
    const second = await played(seed);

    expect(second.lines).toEqual(first.lines);
    expect(second.final).toEqual(first.final);
  });

  it('has another history for another seed', async () => {
    expect((await played(1)).history.trailer?.sha256).not.toBe((await played(2)).history.trailer?.sha256);
  });

  it('keeps every assumption of the checkers, strikes as planned, and drains', async () => {
    const { history, final } = await played(4);
    const struck = history.ops.flatMap((op) => (op.type === 'fault-start' ? [op.fault.id] : []));

    expect(brokenAssumptions(history)).toEqual([]);
    expect(struck).toEqual(expect.arrayContaining(['f1', 'f2', 'f3', 'f4']));
    expect(history.ops).toContainEqual(expect.objectContaining({ type: 'mark', mark: 'drained' }));
    expect(final.integrity).toEqual([]);
  });

  it('listens to the drained system until every worker has asked once more and a sweep has passed', async () => {
    const { history } = await played(4);

    const quiet = history.ops.slice(
      history.ops.findIndex((op) => op.type === 'mark' && op.mark === 'drained'),
    );
    const calls = quiet.flatMap((op) =>
      op.type === 'invoke' ? [`${op.actor.split('/')[0]} ${op.call.op}`] : [],
    );

    expect(calls).toEqual(expect.arrayContaining(['w1 claim', 'w2 claim', 'd1 sweep']));
  });

  it('heals every fault before it marks the heal', async () => {
    const { history } = await played(5);
    const open = new Set<string>();
    for (const op of history.ops) {
      if (op.type === 'fault-start') open.add(op.fault.id);
      if (op.type === 'fault-heal') open.delete(op.fault.id);
      if (op.type === 'mark' && op.mark === 'heal') break;
    }

    expect([...open]).toEqual([]);
  });

  it('is read back and closed when it is called off, without the mark that says it drained', async () => {
    const stop = new AbortController();
    const run = await simulate(smallPlan(1), orchInProcess(), {
      control: null,
      home,
      signal: stop.signal,
      onBooted: (_handle, live, clock) => {
        void clock.sleep(10_000).then(() => {
          expect(live.phase()).toBe('safety');
          expect(live.tasks().known).toBeGreaterThan(5);
          stop.abort();
        });
      },
    });

    const marks = run.history.ops.flatMap((op) => (op.type === 'mark' ? [op.mark] : []));
    expect(marks).not.toContain('drained');
    expect(run.history.trailer).not.toBeNull();
    expect(run.final.tasks.length).toBeGreaterThan(5);
  });

  it('ends with the call a system left unanswered when it was read back', async () => {
    const sut = orchInProcess();
    const broken: typeof sut = {
      ...sut,
      boot: async (terms) => {
        const handle = await sut.boot(terms);
        const readBack = async () => {
          throw new SystemUnread(list, { type: 'info', code: 'CORRUPT', says: 'page 7' });
        };
        return {
          openActor: (id) => handle.openActor(id),
          lockStore: () => handle.lockStore(),
          readBack,
          integrity: () => handle.integrity(),
          shutdown: () => handle.shutdown(),
          traces: () => handle.traces(),
        };
      },
    };

    const { history, final } = await simulate(smallPlan(1), broken, { control: null, home });

    expect(brokenAssumptions(history)).toEqual([]);
    expect(history.ops.slice(-2)).toEqual([
      expect.objectContaining({ actor: 'auditor/1', type: 'invoke', call: list }),
      expect.objectContaining({ actor: 'auditor/1', type: 'info', code: 'CORRUPT', says: 'page 7' }),
    ]);
    expect(final).toEqual({
      tasks: [],
      events: [],
      unread: 'expected to read list back once everything was quiet, got CORRUPT: page 7',
    });
  });

  it('refuses a plan that cannot be played before it boots anything', async () => {
    const plan = smallPlan(1, {
      faults: [{ id: 'f', kind: 'kill', target: 'w9', anchor: { at: 0 }, forMs: 1 }],
    });

    await expect(simulate(plan, orchInProcess(), { control: null, home })).rejects.toThrow('aimed at w9');
  });
});

/** Core simulated statement by statement. Threads run built files only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../../gates/record/history.js';
import { brokenAssumptions } from '../../../history/assumptions.js';
import { TEST_KNOBS } from '../../../history/by-hand/history-builder.js';
import type { PlannedFault } from '../../../scenario/plan.js';
import { smallPlan } from '../../../scenario/testing/small-plan.js';
import { randomFrom } from '../../../sim/random.js';
import { simulate } from '../../../sim/simulate.js';
import { VirtualClock } from '../../../sim/virtual-clock.js';
import type { SutActor, SutHandle } from '../../../sut.js';
import { orchInterleaved } from './interleaved.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-interleaved-'));
});
afterEach(() => rm(home, { recursive: true }));

interface Stage {
  readonly clock: VirtualClock;
  readonly handle: SutHandle;
  readonly actors: readonly [SutActor, SutActor];
}

/** Boots core with two actors, whose calls begin at once, lets `body` play, and shuts it down. */
async function onStage<T>(body: (stage: Stage) => Promise<T>): Promise<T> {
  const clock = new VirtualClock(randomFrom(1).fork('sched'));
  const sut = orchInterleaved({ latencyMs: 0 });
  const handle = await sut.boot({ home, seed: 1, clock, knobs: TEST_KNOBS });
  try {
    const actors = [await handle.openActor('a/1'), await handle.openActor('b/1')] as const;
    return await clock.run(body({ clock, handle, actors }));
  } finally {
    await handle.shutdown();
  }
}

const enqueue = (id: string): Call => ({ op: 'enqueue', args: { task: { id, priority: 'P1', task: 'x' } } });
const claim: Call = { op: 'claim', args: { worker: 'w1', leaseMs: 10_000 } };
/** Instants of a call to look at, ms: before, within and after its transaction. */
const LOOKS_MS = Array.from({ length: 16 }, (_, ms) => ms);

describe('core, simulated statement by statement', () => {
  it('lets virtual time pass within a call, between its statements', async () => {
    const passed = await onStage(async ({ clock, actors: [actor] }) => {
      const began = clock.now();
      expect(await actor.invoke(enqueue('T'))).toEqual({ type: 'ok', value: { task: 'T' } });
      return clock.now() - began;
    });

    expect(passed).toBeGreaterThan(0);
  });

  it('answers BUSY from the engine while another actor is held in the middle of its transaction', async () => {
    const seen = await onStage(async ({ clock, actors: [holder, other] }) => {
      const met = [];
      for (const ms of LOOKS_MS) {
        const held = holder.invoke(enqueue(`A${ms}`));
        await clock.sleep(ms);
        holder.pause();
        const began = clock.now();
        const { type } = await other.invoke(enqueue(`B${ms}`));
        met.push({ type, isPatient: clock.now() - began >= TEST_KNOBS.busyWaitMs });
        holder.resume();
        expect((await held).type).toBe('ok');
      }
      return met;
    });

    expect(seen).toContainEqual({ type: 'fail', isPatient: true });
    expect(seen).toContainEqual({ type: 'ok', isPatient: false });
    expect(seen).not.toContainEqual({ type: 'fail', isPatient: false });
  });

  it('lets a call wait for the transaction of another, in virtual time', async () => {
    const answers = await onStage(async ({ actors }) =>
      Promise.all(actors.map((actor, nth) => actor.invoke(enqueue(`T${nth}`)))),
    );

    expect(answers.map(({ type }) => type)).toEqual(['ok', 'ok']);
  });

  it('leaves nothing half-written when an actor is killed before, within or after its transaction', async () => {
    const seen = await onStage(async ({ clock, handle, actors: [other] }) => {
      const met = new Set<string>();
      for (const ms of LOOKS_MS) {
        const victim = await clock.hold(handle.openActor(`v/${ms}`));
        const call = victim.invoke(enqueue(`T${ms}`));
        await clock.sleep(ms);
        victim.pause();
        const isLocked = (await other.invoke(enqueue(`B${ms}`))).type === 'fail';
        await victim.kill();
        const { tasks, events } = await handle.readBack();
        const isKept = tasks.some(({ task }) => task === `T${ms}`);
        expect(events.some(({ task }) => task === `T${ms}`)).toBe(isKept);
        expect((await other.invoke(enqueue(`C${ms}`))).type).toBe('ok');
        met.add(`${(await call).type}, ${isLocked ? 'locked' : 'free'}, ${isKept ? 'kept' : 'undone'}`);
      }
      expect(await handle.integrity()).toEqual([]);
      return met;
    });

    expect(seen).toEqual(new Set(['info, free, undone', 'info, locked, undone', 'ok, free, kept']));
  });

  it('takes the lock of the store as soon as nobody is in a transaction', async () => {
    const answers = await onStage(async ({ clock, handle, actors: [actor, other] }) => {
      const call = actor.invoke(enqueue('T1'));
      await clock.sleep(3);
      const unlock = await handle.lockStore();
      const during = await other.invoke(enqueue('T2'));
      await unlock();
      return [await call, during, await other.invoke(claim)];
    });

    expect(answers.map(({ type }) => type)).toEqual(['ok', 'fail', 'ok']);
  });
});

describe('a run simulated statement by statement', () => {
  const played = async (seed: number) => {
    const own = await mkdtemp(join(home, 'run-'));
    return simulate(smallPlan(seed), orchInterleaved(), { control: null, home: own });
  };

  it('has the same history, byte for byte, for the same seed', async () => {
    const first = await played(1);
    const second = await played(1);

    expect(second.history.trailer).toEqual(first.history.trailer);
    expect(second.final).toEqual(first.final);
  });

  it('kills in the middle of a call, and holds', async () => {
    const kill = (nth: number): PlannedFault => {
      const anchor = { op: 'complete', nth, phase: 'mid' } as const;
      return { id: `f${nth}`, kind: 'kill', target: 'any', anchor, forMs: 500 };
    };
    const plan = smallPlan(1, { faults: [2, 4, 6, 8, 10, 12, 14].map(kill) });
    const { history, final } = await simulate(plan, orchInterleaved(), { control: null, home });
    const lost = history.ops.filter((op) => op.type === 'info' && op.code === 'CRASH').length;
    const open = final.tasks.filter(({ status }) => status === 'PENDING' || status === 'IN_PROGRESS');

    expect(lost).toBeGreaterThan(3);
    expect(open).toEqual([]);
  });

  it('keeps every assumption of the checkers, strikes as planned, drains, and says how it was simulated', async () => {
    const { history, final } = await played(4);
    const struck = history.ops.flatMap((op) => (op.type === 'fault-start' ? [op.fault.id] : []));

    expect(history.header.backend).toBe('interleaved');
    expect(brokenAssumptions(history)).toEqual([]);
    expect(struck).toEqual(expect.arrayContaining(['f1', 'f2', 'f3', 'f4']));
    expect(history.ops).toContainEqual(expect.objectContaining({ type: 'mark', mark: 'drained' }));
    expect(final.integrity).toEqual([]);
  });
});

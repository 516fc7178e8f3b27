/** What faults of time do to core inside this process: calls take longer, and one actor's store reads another time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call, ClaimAnswer, History } from '../../../gates/record/history.js';
import { brokenAssumptions } from '../../history/assumptions.js';
import { TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import type { Plan } from '../../scenario/plan.js';
import { smallPlan } from '../../scenario/testing/small-plan.js';
import { randomFrom } from '../../sim/random.js';
import { simulate } from '../../sim/simulate.js';
import { VirtualClock } from '../../sim/virtual-clock.js';
import { type SutActor, USUAL } from '../../sut.js';
import { orchInProcess } from './in-process.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-time-'));
});
afterEach(() => rm(home, { recursive: true }));

const LEASE_MS = 10_000;
const claim: Call = { op: 'claim', args: { worker: 'w', leaseMs: LEASE_MS } };
const enqueue = (id: string): Call => ({ op: 'enqueue', args: { task: { id, priority: 'P1', task: 'x' } } });

/** Boots core with two actors and no latency but what `latencyMs` says. */
async function onStage<T>(
  latencyMs: number,
  body: (clock: VirtualClock, actors: readonly [SutActor, SutActor]) => Promise<T>,
): Promise<T> {
  const clock = new VirtualClock(randomFrom(1).fork('sched'));
  const handle = await orchInProcess({ latencyMs }).boot({ home, seed: 1, clock, knobs: TEST_KNOBS });
  try {
    const actors = [await handle.openActor('a/1'), await handle.openActor('b/1')] as const;
    return await clock.run(body(clock, actors));
  } finally {
    await handle.shutdown();
  }
}

/** How long a lease lasts that the actor claims now, by the right time. */
async function leaseOf(actor: SutActor, clock: VirtualClock): Promise<number> {
  const claimed = await actor.invoke(claim);
  return claimed.type === 'ok' ? (claimed.value as ClaimAnswer).leaseUntil - clock.now() : Number.NaN;
}

describe('core with a clock that is off', () => {
  it('reckons with it for that actor alone, until it is right again', async () => {
    const leases = await onStage(0, async (clock, [one, other]) => {
      for (const id of ['A', 'B', 'C']) await one.invoke(enqueue(id));
      one.workUnder({ ...USUAL, shows: (now) => now + 700 });
      const [ahead, right] = [await leaseOf(one, clock), await leaseOf(other, clock)];
      one.workUnder(USUAL);
      return [ahead, right, await leaseOf(one, clock)];
    });

    expect(leases).toEqual([LEASE_MS + 700, LEASE_MS, LEASE_MS]);
  });

  it('never shortens a lease when the clock of its holder stepped back', async () => {
    const [before, after] = await onStage(0, async (_clock, [one]) => {
      await one.invoke(enqueue('A'));
      const claimed = await one.invoke(claim);
      one.workUnder({ ...USUAL, shows: (now) => now - 5_000 });
      const args = { worker: 'w', task: 'A', fence: 1, leaseMs: LEASE_MS };
      return [claimed, await one.invoke({ op: 'heartbeat', args })];
    });

    const until = before?.type === 'ok' ? (before.value as ClaimAnswer).leaseUntil : Number.NaN;
    expect(after).toEqual({ type: 'ok', value: { leaseUntil: until } });
  });
});

describe('a slow actor', () => {
  it('takes so many times as long before and after a call', async () => {
    const took = await onStage(5, async (clock, [one, other]) => {
      const timed = async (actor: SutActor, id: string) => {
        const began = clock.now();
        await actor.invoke(enqueue(id));
        return clock.now() - began;
      };
      one.workUnder({ ...USUAL, stretch: (ms) => ms * 1000 });
      return [await timed(one, 'A'), await timed(other, 'B')];
    });

    expect(took[0]).toBeGreaterThan(10);
    expect((took[0] ?? 0) % 1000).toBe(0);
    expect(took[1]).toBeLessThanOrEqual(10);
  });
});

describe('a plan with faults of time', () => {
  const anchor = { op: 'claim', nth: 5, phase: 'pre' } as const;
  const plan: Plan = smallPlan(3, {
    faults: [
      { id: 'f1', kind: 'slow', times: 500, target: 'any', anchor, forMs: 20_000 },
      { id: 'f2', kind: 'clock-step', byMs: -9_000, target: 'w1', anchor: { at: 8_000 }, forMs: 12_000 },
      { id: 'f3', kind: 'clock-skew', byMs: 4_000, target: 'd1', anchor: { at: 9_000 }, forMs: 30_000 },
    ],
  });
  const play = async (sut = orchInProcess()) => {
    const own = await mkdtemp(join(home, 'run-'));
    return (await simulate(plan, sut, { control: null, home: own })).history;
  };
  const faultLines = ({ ops }: History) =>
    ops.flatMap((op) => ('fault' in op ? [[op.type, op.fault.kind, op.fault.byMs ?? op.fault.times]] : []));

  it('tells of each, and of what its clocks may differ by', async () => {
    const history = await play();

    expect(history.header.eps).toBe(13_000);
    expect(brokenAssumptions(history)).toEqual([]);
    expect(faultLines(history)).toEqual(
      expect.arrayContaining([
        ['fault-start', 'slow', 500],
        ['fault-heal', 'slow', 500],
        ['fault-start', 'clock-step', -9_000],
        ['fault-heal', 'clock-skew', 4_000],
      ]),
    );
  });

  it('is the same twice', async () => {
    const [one, again] = [await play(), await play()];

    expect(again.trailer).toEqual(one.trailer);
  });

  it('is refused for a system whose clocks cannot be set', async () => {
    const sut = orchInProcess();
    const capabilities = new Set([...sut.capabilities].filter((one) => one !== 'clock-faults'));

    await expect(play({ ...sut, capabilities })).rejects.toThrow(
      'plan of small: fault f2 (clock-step) needs a system with clock-faults, and orch does not offer it',
    );
  });
});

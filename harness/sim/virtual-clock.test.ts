import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.js';
import { isSimulated, SIMULATION_START, VirtualClock } from './virtual-clock.js';

const clockOf = (seed: number) => new VirtualClock(randomFrom(seed));

/** The order in which `count` sleepers wake that sleep until one instant. */
async function wakingOrder(seed: number, count: number): Promise<number[]> {
  const clock = clockOf(seed);
  const woken: number[] = [];
  const sleepers = Array.from({ length: count }, (_, sleeper) =>
    clock.sleep(5).then(() => woken.push(sleeper)),
  );
  await clock.run(Promise.all(sleepers));
  return woken;
}

describe('a virtual clock', () => {
  it('passes three days in no time', async () => {
    const clock = clockOf(1);

    await clock.run(clock.sleep(72 * 3_600_000));

    expect(clock.now()).toBe(SIMULATION_START + 72 * 3_600_000);
  });

  it('wakes sleepers in the order of their instants', async () => {
    const clock = clockOf(1);
    const woken: number[] = [];
    const sleepers = [30, 10, 20].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));

    await clock.run(Promise.all(sleepers));

    expect(woken).toEqual([10, 20, 30]);
  });

  it('wakes those of one instant in an order that the seed decides', async () => {
    const first = await wakingOrder(1, 8);

    expect(await wakingOrder(1, 8)).toEqual(first);
    expect(await wakingOrder(2, 8)).not.toEqual(first);
  });

  it('does not move before everything that can run has run', async () => {
    const clock = clockOf(1);
    const seen: number[] = [];
    const busy = async () => {
      await clock.sleep(10);
      for (let step = 0; step < 50; step += 1) await Promise.resolve();
      seen.push(clock.now() - SIMULATION_START);
    };

    await clock.run(Promise.all([busy(), clock.sleep(11)]));

    expect(seen).toEqual([10]);
  });

  it('stands still while work outside its time is held', async () => {
    const clock = clockOf(1);
    const outside = async () => {
      for (let hop = 0; hop < 20; hop += 1) await turn();
      return clock.now();
    };

    const [seen] = await clock.run(Promise.all([clock.hold(outside()), clock.sleep(1000)]));

    expect(seen).toBe(SIMULATION_START);
  });

  it('rejects a sleep whose signal aborts, with its reason, and forgets the timer', async () => {
    const clock = clockOf(1);
    const alarm = new AbortController();
    const sleep = clock.sleep(1000, alarm.signal).catch((reason: unknown) => reason);
    const aborting = clock.sleep(10).then(() => alarm.abort('woken'));

    await clock.run(aborting);

    expect(await sleep).toBe('woken');
    expect(clock.now()).toBe(SIMULATION_START + 10);
  });

  it('rejects at once when the signal has aborted already', async () => {
    await expect(clockOf(1).sleep(10, AbortSignal.abort('too late'))).rejects.toBe('too late');
  });

  it('rounds up to whole milliseconds', async () => {
    const clock = clockOf(1);

    await clock.run(clock.sleep(0.2));

    expect(clock.now()).toBe(SIMULATION_START + 1);
  });

  it('says so when everybody waits and no timer is due', async () => {
    const never = new Promise<void>(() => undefined);

    await expect(clockOf(1).run(never)).rejects.toThrow('every actor waits for something that cannot happen');
  });

  it('passes on the failure of what it runs', async () => {
    await expect(clockOf(1).run(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('is told apart from a clock that cannot be held', () => {
    expect(isSimulated(clockOf(1))).toBe(true);
    expect(isSimulated({ now: () => 0, sleep: async () => undefined })).toBe(false);
  });
});

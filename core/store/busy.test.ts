import { describe, expect, it } from 'vitest';
import { Busy, Invalid } from '../errors.js';
import { type DurationMs, milliseconds } from '../time.js';
import { whenFree } from './busy.js';
import { manualClock } from './contract/manual-clock.js';

/** A clock on which every sleep is over at once, and its length written down. */
function hastyClock() {
  const waits: DurationMs[] = [];
  const clock = {
    ...manualClock(),
    sleep: async (duration: DurationMs, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      waits.push(duration);
    },
  };
  return { clock, waits };
}

/** An operation that is busy `times` times and then answers. */
function busyFor(times: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Busy('locked');
    return calls;
  };
}

describe('whenFree', () => {
  const firstWait = milliseconds(10);

  it('answers at once when the store is free', async () => {
    const { clock, waits } = hastyClock();
    expect(await whenFree(busyFor(0), { clock, retries: 5, firstWait })).toBe(1);
    expect(waits).toEqual([]);
  });

  it('waits longer before each further try, up to sixteen times the first wait', async () => {
    const { clock, waits } = hastyClock();
    expect(await whenFree(busyFor(7), { clock, retries: 7, firstWait })).toBe(8);
    expect(waits).toEqual([10, 20, 40, 80, 160, 160, 160]);
  });

  it('gives up with Busy when no try is left', async () => {
    const { clock, waits } = hastyClock();
    await expect(whenFree(busyFor(3), { clock, retries: 2, firstWait })).rejects.toMatchObject({
      code: 'BUSY',
    });
    expect(waits).toHaveLength(2);
  });

  it('tries nothing again but Busy', async () => {
    const { clock, waits } = hastyClock();
    const refused = async () => {
      throw new Invalid('off');
    };
    await expect(whenFree(refused, { clock, retries: 5, firstWait })).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(waits).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const { clock } = hastyClock();
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(whenFree(busyFor(1), { clock, retries: 5, firstWait, signal })).rejects.toThrow('stop');
  });
});

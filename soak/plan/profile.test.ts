import { describe, expect, it } from 'vitest';
import { defineProfile } from './profile.js';
import { day } from './profiles/day.js';

const knobs = (change: object) => ({ ...day, knobs: { ...day.knobs, ...change } });
const burst = { everyMs: 900_000, forMs: 180_000, perMinute: 8 };

describe('a soak profile', () => {
  it('is the same after it was checked', () => {
    expect(defineProfile(day)).toEqual(day);
  });

  it('may have no bursts and no operator', () => {
    const calm = defineProfile({ ...day, arrivals: { perMinute: 2, burst: null }, operator: null });

    expect(calm.arrivals.burst).toBeNull();
  });

  it.each([
    ['an unknown key', { ...day, tempo: 2 }, /tempo/],
    [
      'a heartbeat of a third of the lease',
      knobs({ heartbeatMs: 20_000 }),
      /knobs\.heartbeatMs to be less than a third/,
    ],
    [
      'a busy wait as long as the heartbeat',
      knobs({ busyWaitMs: 15_000 }),
      /knobs\.busyWaitMs to be less than heartbeatMs/,
    ],
    ['a watchdog slower than 5 s', knobs({ sweepMs: 5_001 }), /sweepMs/],
    ['idle workers slower than 5 s', knobs({ pollMs: 5_001 }), /pollMs/],
    [
      'a watchdog slower than a third of the lease',
      knobs({ leaseMs: 12_000, heartbeatMs: 3_000 }),
      /knobs\.sweepMs/,
    ],
    [
      'a soft budget above the hard one',
      knobs({ softTokens: 3_501 }),
      /knobs\.softTokens to be at most hardTokens/,
    ],
    ['no backoff step', knobs({ backoffMs: [] }), /backoffMs/],
    ['a drain of more than half an hour', knobs({ drainMs: 1_800_001 }), /drainMs/],
    ['more than five workers', { ...day, actors: { ...day.actors, workers: 6 } }, /workers/],
    ['a p99 no log-normal of that mean has', { ...day, service: { meanMs: 1_000, p99Ms: 20_000 } }, /p99Ms/],
    ['a hang shorter than the lease', { ...day, hangMs: 60_000 }, /hangMs to be longer than/],
    ['a lock nobody would see', { ...day, storeLock: { fromMs: 50, toMs: 100 } }, /storeLock\.fromMs/],
    [
      'a burst as long as its period',
      { ...day, arrivals: { perMinute: 2, burst: { ...burst, forMs: 900_000 } } },
      /forMs/,
    ],
    [
      'bursts that do not fill the run',
      { ...day, arrivals: { perMinute: 2, burst: { ...burst, everyMs: 840_000 } } },
      /divisor/,
    ],
    [
      'half an arrival',
      { ...day, lengthMs: 45_000, arrivals: { perMinute: 2, burst: null } },
      /whole arrivals/,
    ],
    ['shares above half', { ...day, shares: { ...day.shares, transient: 0.5 } }, /half of the arrivals/],
    ['samples more than a minute apart', { ...day, sampleMs: { virtual: 60_001, wall: 1_000 } }, /virtual/],
    [
      'an objective of an unknown indicator',
      { ...day, objectives: [{ id: 'x', sli: 'luck', op: '>=', value: 1 }] },
      /sli/,
    ],
    ['no objective', { ...day, objectives: [] }, /objectives/],
  ])('refuses %s', (_what, profile, message) => {
    expect(() => defineProfile(profile as never)).toThrow(message);
  });
});

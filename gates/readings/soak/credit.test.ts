import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../record/artefacts.js';
import { creditedTime } from './credit.js';

function beat(at: number, changes: Partial<Heartbeat> = {}): Heartbeat {
  const counts = { submitted: 0, done: 0, failed: 0, blocked: 0, inProgress: 0, historyLines: 0 };
  const figures = { rssBytes: null, openFds: null, storeBytes: null, cpuMs: null };
  return { seq: 1, at, wall: 1_000_000 + at, monotonicMs: at, ...counts, ...figures, prev: '', ...changes };
}

describe('credited time', () => {
  const credit = (heartbeats: readonly Heartbeat[], endedAtMs = heartbeats.at(-1)?.at ?? 0) =>
    creditedTime({ heartbeats, endedAtMs }, 60_000);

  it('is the sum of the intervals between heartbeats', () => {
    expect(credit([beat(0), beat(30_000), beat(60_000)])).toEqual({ creditedMs: 60_000, longestGapMs: 0 });
  });

  it('leaves out an interval that is too long, as a gap', () => {
    expect(credit([beat(0), beat(30_000), beat(130_000)])).toEqual({
      creditedMs: 30_000,
      longestGapMs: 100_000,
    });
  });

  it('leaves out an interval whose clocks disagree', () => {
    const shifted = beat(30_000, { wall: 1_000_000 + 50_000 });

    expect(credit([beat(0), shifted])).toEqual({ creditedMs: 0, longestGapMs: 50_000 });
  });

  it.each([{ wall: null }, { monotonicMs: null }, { monotonicMs: -1 }])(
    'leaves out an interval with %j',
    (changes) => {
      expect(credit([beat(0), beat(30_000, changes)])).toEqual({ creditedMs: 0, longestGapMs: 30_000 });
    },
  );

  it('counts an end that nobody watched as a gap', () => {
    expect(credit([beat(0), beat(30_000)], 300_000)).toEqual({ creditedMs: 30_000, longestGapMs: 270_000 });
  });

  it('is nothing without heartbeats', () => {
    expect(credit([])).toEqual({ creditedMs: 0, longestGapMs: 0 });
  });
});

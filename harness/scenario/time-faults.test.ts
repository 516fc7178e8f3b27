import { describe, expect, it } from 'vitest';
import { plannedSkewMs } from '../../gates/record/planned-skew.js';
import { randomFrom } from '../sim/random.js';
import { between, oneOf } from './drawn.js';
import { anyWorker, before, type Strike } from './faults.js';
import { skewClock, slowDown, stepClock } from './time-faults.js';

const planned = (strike: Strike) => before('claim', { nth: 1 }, strike)(randomFrom(1))[0];

describe('faults of time', () => {
  it('say whom they hit, how much and for how long', () => {
    const anchor = { op: 'claim', nth: 1, phase: 'pre' };

    expect(planned(slowDown(anyWorker, { times: 50, for: 10 }))).toEqual({
      kind: 'slow',
      times: 50,
      target: 'any',
      anchor,
      forMs: 10,
    });
    expect(planned(stepClock('w1', { by: -30, for: 10 }))).toEqual({
      kind: 'clock-step',
      byMs: -30,
      target: 'w1',
      anchor,
      forMs: 10,
    });
    expect(planned(skewClock('d1', { by: 30, for: 10 }))).toMatchObject({ kind: 'clock-skew', target: 'd1' });
  });

  it('draw how much', () => {
    expect(planned(slowDown('w1', { times: between(7, 7), for: 1 }))).toMatchObject({ times: 7 });
    expect(planned(stepClock('w1', { by: oneOf(-7), for: 1 }))).toMatchObject({ byMs: -7 });
  });

  it.each([1, 2.5, 10_001, Number.NaN])('refuse to slow down %d times, saying what may be', (times) => {
    expect(() => planned(slowDown('w1', { times, for: 1 }))).toThrow(/^slow: times: expected a whole number/);
  });

  it.each([0, 0.5, Number.NaN])('refuse a clock that is off by %d ms', (by) => {
    expect(() => planned(stepClock('w1', { by, for: 1 }))).toThrow(
      'clock-step: by: expected a whole number of ms before or after 0',
    );
    expect(() => planned(skewClock('w1', { by, for: 1 }))).toThrow('clock-skew: by');
  });

  it('refuse what is drawn and cannot be', () => {
    expect(() => planned(slowDown('w1', { times: between(0, 0), for: 1 }))).toThrow('slow: times');
    expect(() => planned(stepClock('w1', { by: 1, for: 0 }))).toThrow('clock-step: for: expected a length');
  });
});

describe('what clocks may differ by', () => {
  const step = (byMs: number) => ({
    id: 'f',
    kind: 'clock-step' as const,
    byMs,
    target: 'any',
    anchor: { at: 0 },
    forMs: 1,
  });

  it('is from the furthest behind to the furthest ahead, and the right time is one of them', () => {
    expect(plannedSkewMs([step(20), step(-5), step(7)])).toBe(25);
    expect(plannedSkewMs([step(20), step(5)])).toBe(20);
    expect(plannedSkewMs([step(-20)])).toBe(20);
  });

  it('is nothing when no clock is touched', () => {
    expect(plannedSkewMs([])).toBe(0);
    expect(plannedSkewMs([{ id: 'f', kind: 'pause', target: 'any', anchor: { at: 0 }, forMs: 9 }])).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { axisOf, type Moment, type Span } from './axis.js';

const moment = (line: number | null, at: number): Moment => ({ line, at });
const span = (from: Moment, to: Moment, over: Partial<Span> = {}): Span => ({
  row: 'w1',
  from,
  to,
  needs: 0,
  least: 0,
  ...over,
});

describe('the axis', () => {
  it('keeps the order of the history, also within one instant', () => {
    const [a, b, c] = [moment(3, 5), moment(4, 5), moment(9, 5)] as const;

    const axis = axisOf([span(c, c), span(a, b)], 0);

    expect(axis.x(a)).toBeLessThan(axis.x(b));
    expect(axis.x(b)).toBeLessThan(axis.x(c));
  });

  it('puts an instant of time alone after the lines up to it', () => {
    const [before, instant, after] = [moment(1, 100), moment(null, 100), moment(2, 101)] as const;

    const axis = axisOf([span(before, after), span(instant, instant)], 0);

    expect(axis.stops.map(({ line }) => line)).toEqual([1, null, 2]);
  });

  it('gives a longer time more room, but far from in proportion', () => {
    const axis = axisOf([span(moment(0, 0), moment(1, 1)), span(moment(1, 1), moment(2, 60_001))], 0);
    const [a = 0, b = 0, c = 0] = axis.stops.map(({ x }) => x);

    expect(c - b).toBeGreaterThan(2 * (b - a));
    expect(c - b).toBeLessThan(100 * (b - a));
  });

  it('makes room for words, so that none of one row touch', () => {
    const [a, b] = [moment(0, 0), moment(1, 0)] as const;

    const axis = axisOf([span(a, a, { needs: 200 }), span(b, b)], 0);

    expect(axis.x(b) - axis.x(a)).toBeGreaterThanOrEqual(200);
  });

  it('lets words of different rows stand above each other', () => {
    const [a, b] = [moment(0, 0), moment(1, 0)] as const;

    const axis = axisOf([span(a, a, { needs: 200 }), span(b, b, { row: 'w2' })], 0);

    expect(axis.x(b) - axis.x(a)).toBeLessThan(50);
  });

  it('makes a span as long as it must be', () => {
    const [a, b] = [moment(0, 0), moment(1, 0)] as const;

    const axis = axisOf([span(a, b, { least: 90 })], 0);

    expect(axis.x(b) - axis.x(a)).toBeGreaterThanOrEqual(90);
  });

  it('is drawn out to the width it must have', () => {
    expect(axisOf([span(moment(0, 0), moment(1, 1000))], 300).width).toBeCloseTo(300, 0);
  });

  it('knows only the moments of its spans', () => {
    expect(() => axisOf([], 0).x(moment(7, 1))).toThrow('expected a moment of the picture, found line 7');
  });
});

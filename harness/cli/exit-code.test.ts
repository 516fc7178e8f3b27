import { describe, expect, it } from 'vitest';
import { EXIT_CODES, type RunEnd, worstEnd } from './exit-code.js';

describe('a command with many runs ends as the worst of them', () => {
  it.each<[readonly RunEnd[], RunEnd, number]>([
    [['holds', 'holds'], 'holds', 0],
    [['holds', 'unexercised'], 'unexercised', 4],
    [['unknown', 'violated', 'holds'], 'violated', 1],
    [['nondeterministic', 'violated'], 'nondeterministic', 3],
    [['violated', 'invalid'], 'invalid', 3],
    [['broken', 'invalid', 'violated'], 'broken', 70],
  ])('%j is %s', (ends, worst, exitCode) => {
    const end = worstEnd(ends);

    expect(end).toBe(worst);
    expect(EXIT_CODES[worst]).toBe(exitCode);
  });

  it('is nothing where nothing was run', () => {
    expect(worstEnd([])).toBeNull();
  });
});

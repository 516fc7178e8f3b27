import { describe, expect, it } from 'vitest';
import { abortLogText } from '../../testing/abort-log.js';
import { abortLogOf } from './abort-log.js';

const OPENED = [{ id: 'AB3', at: 12_000 }];
const whole = abortLogText('soak-smoke', OPENED);
const without = (kind: string) =>
  whole
    .split('\n')
    .filter((line) => !line.includes(`"kind":"${kind}"`))
    .join('\n');

describe('an abort log', () => {
  it('tells the profile, the conditions and what was met', () => {
    const { profile, conditions, openings, flaws } = abortLogOf(whole);

    expect(profile).toBe('soak-smoke');
    expect(conditions.filter(({ critical }) => critical).map(({ id }) => id)).toEqual(['AB2', 'AB3', 'AB4']);
    expect(openings).toEqual(OPENED);
    expect(flaws).toEqual([]);
  });

  it('of a run in which nothing was met has no openings and no flaws', () => {
    expect(abortLogOf(abortLogText('soak-smoke'))).toMatchObject({ openings: [], flaws: [] });
  });

  it('that is damaged in one line still tells the others', () => {
    const damaged = abortLogOf(`{"kind":"look"\n${whole}`);

    expect(damaged.openings).toEqual(OPENED);
    expect(damaged.flaws).toEqual([expect.stringContaining('line 1, expected JSON')]);
  });

  it.each([
    ['header', 'it does not begin with its one header'],
    ['trailer', 'it has no end'],
    ['look', 'its end counts 2 looks and 1 episodes, its lines are 0 and 1'],
    ['opened', 'its end counts 2 looks and 1 episodes, its lines are 2 and 0'],
  ])('without its %s lines is flawed', (kind, flaw) => {
    expect(abortLogOf(without(kind)).flaws).toContain(flaw);
  });

  it('whose header does not name what was met is flawed', () => {
    expect(abortLogOf(abortLogText('soak-smoke', [{ id: 'AB9', at: 1 }])).flaws).toEqual([
      'its header does not name AB9',
    ]);
  });

  it('with a line of a kind nobody knows is flawed', () => {
    expect(abortLogOf(`${whole}{"kind":"cleared"}\n`).flaws).toHaveLength(1);
  });

  it('that is empty has no conditions, and flaws', () => {
    expect(abortLogOf('')).toMatchObject({ profile: null, conditions: [], openings: [] });
    expect(abortLogOf('').flaws).toHaveLength(2);
  });
});

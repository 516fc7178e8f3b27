import { describe, expect, it } from 'vitest';
import type { Policy } from '../../policy/policy.js';
import { RunScript } from '../../testing/run-script.js';
import { readSoakScript } from '../../testing/soak-reading.js';
import { confessedEpisodes, episodesOf } from './confessed.js';
import type { ConfessedEpisode } from './confession.js';

const MINUTE = 60_000;
const POLICY = {
  abortConditions: [
    { id: 'AB1', critical: false, says: 'poor', condition: { kind: 'metrics-gap', atLeast: 99 * MINUTE } },
    { id: 'AB3', critical: true, says: 'still', condition: { kind: 'stalled', atLeast: 10 * MINUTE } },
    { id: 'AB5', critical: false, says: 'silent', condition: { kind: 'metrics-gap', atLeast: 15 * MINUTE } },
  ],
  episodeEndsAfter: 5 * MINUTE,
} as unknown as Policy;

const told = (id: string, critical: boolean | null, atMs: number | null = 1_000): ConfessedEpisode => ({
  id,
  says: 'met',
  atMs,
  critical,
});
const judged = (...episodes: readonly ConfessedEpisode[]) =>
  confessedEpisodes({ episodes, contradictions: [] }, POLICY).map(({ id, critical }) => [id, critical]);

describe('an episode that only the driver saw', () => {
  it.each<readonly [string, ConfessedEpisode, boolean]>([
    ['critical to both', told('AB3', true), true],
    ['critical to the driver', told('AB1', true), true],
    ['critical to the policy, whatever the driver calls it', told('AB3', false), true],
    ['critical to the policy, where the driver does not say', told('AB3', null), true],
    ['harmless to both', told('AB1', false), false],
    ['harmless to the policy, where the driver does not say', told('AB1', null), false],
    ['unknown to the policy, and harmless to the driver only', told('AB9', false), true],
    ['unknown to both', told('unnamed', null, null), true],
  ])('is %s', (_what, episode, critical) => {
    expect(judged(episode)).toEqual([[episode.id, critical]]);
  });
});

describe('the episodes of a soak', () => {
  const still = () =>
    new RunScript({ scenario: 'soak-smoke' })
      .enqueue('t')
      .pass(11 * MINUTE)
      .work('w1/1', 't')
      .drained();
  const of = (script: RunScript, ...episodes: readonly ConfessedEpisode[]) =>
    episodesOf({ ...readSoakScript(script), confession: { episodes, contradictions: [] } }, POLICY);

  it('are one where judge and driver see the same condition met', () => {
    expect(of(still(), told('AB3', true))).toMatchObject([{ id: 'AB3', says: 'still', critical: true }]);
  });

  it('are more where the driver saw it more often', () => {
    expect(of(still(), told('AB3', true), told('AB3', true)).map(({ id }) => id)).toEqual(['AB3', 'AB3']);
  });

  it('are two where they see different conditions met', () => {
    expect(of(still(), told('AB5', false)).map(({ id }) => id)).toEqual(['AB3', 'AB5']);
  });

  it('are the judge’s own where the driver saw none', () => {
    expect(of(still())).toMatchObject([{ id: 'AB3', critical: true }]);
  });

  it('say who recorded what the judge did not find', () => {
    const good = new RunScript({ scenario: 'soak-smoke' }).enqueue('t').work('w1/1', 't').drained();

    expect(of(good, told('AB3', true, 700))).toEqual([
      { id: 'AB3', critical: true, says: 'met, recorded by the soak driver', fromMs: 700, toMs: 700 },
    ]);
    expect(of(good)).toEqual([]);
  });

  it('are as critical as the driver says, where both see them', () => {
    const blind = readSoakScript(
      new RunScript({ scenario: 'soak-smoke' }).pass(20 * MINUTE).drained(),
      (beat, index) => (index === 0 ? beat : null),
    );
    const confession = { episodes: [told('AB5', true)], contradictions: [] };

    expect(episodesOf({ ...blind, confession }, POLICY)).toMatchObject([{ id: 'AB5', critical: true }]);
    expect(episodesOf(blind, POLICY)).toMatchObject([{ id: 'AB5', critical: false }]);
  });
});

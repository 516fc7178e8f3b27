import { describe, expect, it } from 'vitest';
import type { Policy } from '../../policy/policy.js';
import { RunScript } from '../../testing/run-script.js';
import { soakScript } from '../../testing/scenario-scripts.js';
import { readSoakScript } from '../../testing/soak-reading.js';
import { abortEpisodes } from './episodes.js';

const script = () => new RunScript({ scenario: 'soak-smoke' });
const MINUTE = 60_000;
const POLICY = {
  abortConditions: [
    {
      id: 'AB1',
      critical: false,
      says: 's',
      condition: { kind: 'success-below', share: 0.95, window: 30 * MINUTE, minSamples: 2 },
    },
    { id: 'AB2', critical: true, says: 's', condition: { kind: 'duplicates', atLeast: 1 } },
    { id: 'AB3', critical: true, says: 's', condition: { kind: 'stalled', atLeast: 10 * MINUTE } },
    { id: 'AB4', critical: true, says: 's', condition: { kind: 'guardrail-bypass', atLeast: 1 } },
    { id: 'AB5', critical: false, says: 's', condition: { kind: 'metrics-gap', atLeast: 15 * MINUTE } },
  ],
  episodeEndsAfter: 5 * MINUTE,
} as Policy;
const episodes = (told: RunScript, change?: Parameters<typeof readSoakScript>[1]) =>
  abortEpisodes(readSoakScript(told, change), POLICY).map(({ id }) => id);
const poor = (told: RunScript, id: string) =>
  told.enqueue(id, { maxRetries: 0 }).claim('w1/1', id).failTransient('w1/1', id);

describe('abort episodes', () => {
  it('are none in a good run', () => {
    expect(episodes(soakScript('soak-smoke', 'real'))).toEqual([]);
  });

  it('open when the success rate falls', () => {
    expect(episodes(poor(poor(script(), 'a'), 'b'))).toEqual(['AB1']);
  });

  it('forget what is older than the window', () => {
    const told = poor(script(), 'a').pass(31 * MINUTE);
    for (const id of ['b', 'c']) told.enqueue(id).work('w1/1', id);

    expect(episodes(told)).not.toContain('AB1');
  });

  it('are one while they are less than five minutes apart, and two beyond', () => {
    const near = poor(poor(script(), 'a'), 'b').pass(4 * MINUTE);
    const far = poor(poor(script(), 'a'), 'b').pass(6 * MINUTE);

    expect(episodes(poor(near, 'c'))).toEqual(['AB1']);
    expect(episodes(poor(far, 'c'))).toEqual(['AB1', 'AB1']);
  });

  it('open on a duplicate execution', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .work('w1/1', 'a')
      .work('w1/1', 'b');

    expect(episodes(told)).toContain('AB2');
  });

  it('open on a standstill of ten minutes', () => {
    expect(
      episodes(
        script()
          .enqueue('t')
          .pass(11 * MINUTE)
          .work('w1/1', 't'),
      ),
    ).toContain('AB3');
  });

  it('open on a failed task whose retry is ten minutes late', () => {
    const told = script().enqueue('t').claim('w1/1', 't').failTransient('w1/1', 't');

    expect(episodes(told.pass(11 * MINUTE).drained())).toContain('AB3');
  });

  it('open on a hard exceed that was let through', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .report('w1/1', 't', { tokens: 9_999, action: 'ALLOW' });

    expect(episodes(told.complete('w1/1', 't'))).toContain('AB4');
  });

  it('open when the metrics are silent for fifteen minutes', () => {
    const told = script()
      .pass(20 * MINUTE)
      .drained();

    expect(episodes(told, (beat, index) => (index === 0 ? beat : null))).toContain('AB5');
  });
});

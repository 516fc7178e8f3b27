/** Processes killed in the middle of their work, fifty times; `npm run torture` does the same a thousand times. */
import { describe, expect, it } from 'vitest';
import { SETTINGS, torture } from './torture.js';

const SEED = 20_260_101;
const terms = { seed: SEED, stop: new AbortController().signal, onRound: () => undefined };

describe('a store whose processes are killed at random instants', () => {
  it(`loses, doubles and half-writes nothing in 50 kills (seed ${SEED})`, async () => {
    const { findings, kills, lives, acknowledged } = await torture({
      ...terms,
      kills: 50,
      settings: SETTINGS,
      victims: 'honest',
    });

    expect(findings).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(50);
    expect(lives).toBe(SETTINGS.length);
    expect(acknowledged).toBeGreaterThan(50);
  });

  it('is accused when it acknowledges before it commits', async () => {
    const grouped = SETTINGS.filter(({ commits }) => commits === 'grouped');

    const { findings } = await torture({ ...terms, kills: 60, settings: grouped, victims: 'control' });

    expect(findings.join('\n')).toMatch(/lost: "enqueue/);
  });
});

/** An hour of each long profile in virtual time, on the real store: its objectives hold, a planted bug breaks them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import type { Profile } from './plan/profile.js';
import { day } from './plan/profiles/day.js';
import { threeDays } from './plan/profiles/three-days.js';
import { runSoak } from './run-soak.js';

const HOUR = 3_600_000;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function anHourOf(profile: Profile, terms: { readonly seed: number; readonly mutant?: string }) {
  const folder = await mkdtemp(join(root, 'run-'));
  const { seed, ...planted } = terms;
  const { signal } = new AbortController();
  const sut = orchInProcess(planted);
  const hour = { ...profile, lengthMs: HOUR };
  const { summary, files } = await runSoak({ profile: hour, seed, clock: 'virtual', sut, folder, signal });
  return { summary, texts: await Promise.all(files.map(({ path }) => readFile(join(folder, path), 'utf8'))) };
}

describe('a virtual hour', () => {
  it.each([1, 2])('of profile A meets every objective with seed %i', async (seed) => {
    const { summary } = await anHourOf(day, { seed });

    expect(summary).toMatchObject({ verdict: 'healthy', exitCode: 0, mode: 'simulated' });
    expect(summary.exposures[0]).toMatchObject({ planned: 192, actual: 192 });
  });

  it('of profile B meets every objective, with every kind of fault', async () => {
    const { summary } = await anHourOf(threeDays, { seed: 1 });

    expect(summary).toMatchObject({ verdict: 'healthy', exitCode: 0 });
    expect(summary.exposures.map(({ what }) => what)).toEqual([
      'arrivals',
      'budget-exceed',
      'duplicate-enqueue',
      'kill',
      'pause',
      'store-lock',
      'transient-error',
    ]);
  });

  it('is the same twice, byte for byte and file by file', async () => {
    const once = await anHourOf(threeDays, { seed: 3 });
    const again = await anHourOf(threeDays, { seed: 3 });

    expect(again.texts).toEqual(once.texts);
  });

  it('of a watchdog that forgets lost leases misses its objectives', async () => {
    const { summary } = await anHourOf(day, { seed: 1, mutant: 'sweep-forgets-expired-leases' });

    expect(summary.exitCode).toBe(1);
    expect(summary.objectives.filter(({ met }) => !met).map(({ id }) => id)).toContain('lease-recovery');
  });

  it('of a store that ignores keys misses its objectives', async () => {
    const { summary } = await anHourOf(threeDays, { seed: 1, mutant: 'key-ignored' });

    expect(summary.exitCode).toBe(1);
    expect(summary.objectives.filter(({ met }) => !met).map(({ id }) => id)).toContain('duplicates-stopped');
  });
});

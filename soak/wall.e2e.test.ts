/** A few seconds of real processes: that they are watched, and that a stop from outside leaves what there is. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orchProcesses } from '../harness/adapters/orch/processes.js';
import { smoke } from './plan/profiles/smoke.js';
import { runSoak } from './run-soak.js';
import { every, type Pace } from './watch/sampler.js';

const none = { transient: 0, storeBusy: 0, duplicate: 0, hardExceed: 0, lostWorker: 0 };
const short = {
  ...smoke,
  lengthMs: 5_000,
  arrivals: { perMinute: 120, burst: null },
  shares: none,
  operator: null,
  sampleMs: { virtual: 1_000, wall: 200 },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const beats = async () =>
  (await readFile(join(folder, 'heartbeats.ndjson'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a soak of real processes', () => {
  it('measures them, and loses and doubles nothing', async () => {
    const { signal } = new AbortController();

    const { summary } = await runSoak({
      profile: short,
      seed: 1,
      clock: 'wall',
      sut: orchProcesses(),
      folder,
      signal,
    });

    const measured = (await beats()).filter(({ rssBytes }) => rssBytes !== null);
    expect(measured.length).toBeGreaterThan(2);
    for (const { rssBytes, openFds, storeBytes, cpuMs } of measured) {
      expect(Math.min(rssBytes, openFds, storeBytes, cpuMs)).toBeGreaterThan(0);
    }
    expect(summary.mode).toBe('real');
    expect(summary.slis?.values['tasks.lost_count'].value).toBe(0);
    expect(summary.slis?.values['exec.duplicate_count'].value).toBe(0);
    expect(summary.exposures).toEqual([{ what: 'arrivals', planned: 10, actual: 10, deviation: 0 }]);
  });

  it('that is stopped while it runs is aborted, was read back all the same, and keeps its store', async () => {
    const stop = new AbortController();
    const paces: Pace[] = [];
    const onStarted = (progress: () => { readonly submitted: number }) => {
      paces.push(
        every(50, () => {
          if (progress().submitted >= 2) stop.abort();
        }),
      );
    };

    const { summary, files } = await runSoak({
      profile: short,
      seed: 1,
      clock: 'wall',
      sut: orchProcesses(),
      folder,
      signal: stop.signal,
      onStarted,
    });

    for (const pace of paces) await pace.stop();

    expect(summary).toMatchObject({ verdict: 'aborted', exitCode: 4, unreadBecause: null });
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('final.json');
    expect(paths).toContain('kept/queue.db');
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['kept', ...paths].sort());
    expect(summary.exposures[0]?.actual).toBeLessThan(10);
  });
});

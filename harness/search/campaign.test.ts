import { describe, expect, it } from 'vitest';
import { explore } from './campaign.js';
import type { Crew } from './crew.js';
import { brokenJob, type Job, type JobResult } from './job.js';

const held = (job: Job): JobResult => ({
  ...brokenJob(job, ''),
  outcome: 'holds',
  problems: [],
  exposures: { 'INV-01': 2 },
  faults: { kill: 1 },
  lives: ['enqueued claimed done'],
  simulatedMs: 60_000,
});

/** Two players that answer at once; `judge` says what came of a job. */
function crewOf(played: Job[], judge: (job: Job) => JobResult = held): Crew {
  return {
    size: 2,
    async play(job) {
      played.push(job);
      return judge(job);
    },
    end: async () => undefined,
  };
}

const terms = {
  scenarios: ['S1', 'S2'],
  from: 7,
  seeds: 3,
  dealing: 'every' as const,
  stop: new AbortController().signal,
  keep: (scenario: string, seed: number) => ({
    folder: `/out/${scenario}-${seed}`,
    earlier: 'left' as const,
  }),
};
const place = ({ scenario, seed }: Job) => `${scenario} ${seed}`;

describe('a search', () => {
  it('plays every seed of every scenario once, whoever is free', async () => {
    const played: Job[] = [];

    const end = await explore({ ...terms, crew: crewOf(played) });

    expect(played.map(place)).toEqual(['S1 7', 'S2 7', 'S1 8', 'S2 8', 'S1 9', 'S2 9']);
    expect([end.seeds, end.next, end.finds]).toEqual([3, 10, []]);
  });

  it('plays one scenario a seed when they take turns', async () => {
    const played: Job[] = [];

    const end = await explore({ ...terms, dealing: 'in-turn', crew: crewOf(played) });

    expect(played.map(place)).toEqual(['S1 7', 'S2 8', 'S1 9']);
    expect([end.seeds, end.next]).toEqual([3, 10]);
  });

  it('adds up what the runs did', async () => {
    const { totals } = await explore({ ...terms, crew: crewOf([]) });

    expect(totals).toMatchObject({
      runs: 6,
      simulatedMs: 360_000,
      faults: { kill: 6 },
      exposures: { 'INV-01': 12, 'INV-20': 0 },
      lives: 1,
      finds: 0,
    });
  });

  it('goes on after a find, and tells all of them in order of their seeds', async () => {
    const judge = (job: Job): JobResult =>
      job.scenario === 'S2' ? { ...held(job), outcome: 'violated' } : held(job);

    const { finds, totals } = await explore({ ...terms, crew: crewOf([], judge) });

    expect(finds.map(({ job }) => place(job))).toEqual(['S2 7', 'S2 8', 'S2 9']);
    expect(totals.finds).toBe(3);
  });

  it('begins nothing more once it is told to stop, and goes on from the first seed that is not whole', async () => {
    const stop = new AbortController();
    const played: Job[] = [];
    const crew = crewOf(played, (job) => {
      if (played.length === 3) stop.abort();
      return held(job);
    });

    const end = await explore({ ...terms, seeds: null, stop: stop.signal, crew });

    expect(end.totals.runs).toBe(played.length);
    expect(played.map(place)).toEqual(['S1 7', 'S2 7', 'S1 8']);
    expect([end.seeds, end.next]).toEqual([1, 8]);
  });

  it('plays some seeds twice, to compare their histories', async () => {
    const played: Job[] = [];

    await explore({ ...terms, from: 0, seeds: 40, crew: crewOf(played) });

    const twice = played.filter(({ times }) => times === 'twice');
    expect(twice.map(place)).toEqual(['S1 0', 'S2 0', 'S1 20', 'S2 20']);
  });
});

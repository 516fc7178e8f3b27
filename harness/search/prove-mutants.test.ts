import { describe, expect, it } from 'vitest';
import { scenarioNamed } from '../../scenarios/catalogue.js';
import { isProven, proofJson, proofText } from '../cli/search/proof-told.js';
import type { Crew } from './crew.js';
import { brokenJob, type Job, type JobResult } from './job.js';
import { proveMutants } from './prove-mutants.js';

const keyIgnored = { name: 'key-ignored', breaks: 'INV-05', says: 'The key is ignored.' };
const scenarios = [scenarioNamed('S1'), scenarioNamed('S3')];

const accuses = (job: Job, ...invariants: readonly string[]): JobResult => ({
  ...brokenJob(job, ''),
  outcome: invariants.length > 0 ? 'violated' : 'holds',
  violations: invariants.map((invariant) => ({ invariant, name: 'x', because: 'y' })),
});

function crewOf(played: Job[], judge: (job: Job) => JobResult): Crew {
  return {
    size: 1,
    async play(job) {
      played.push(job);
      return judge(job);
    },
    end: async () => undefined,
  };
}

async function prove(judge: (job: Job) => JobResult, mutant = keyIgnored) {
  const played: Job[] = [];
  const stop = new AbortController().signal;
  const crew = crewOf(played, judge);
  const proof = await proveMutants({ mutants: [mutant], scenarios, seeds: 2, crew, stop });
  return { proof, tried: played.filter(({ mutant }) => mutant !== null) };
}

describe('proving planted bugs', () => {
  it('tries the scenario whose control it is first, and stops when the bug is caught', async () => {
    const { proof, tried } = await prove((job) => (job.mutant ? accuses(job, 'INV-05') : accuses(job)));

    expect(tried.map(({ scenario, faults, seed }) => [scenario, faults, seed])).toEqual([
      ['S3-duplicate-dispatch', 'planned', 1],
    ]);
    expect(proof.mutants[0]).toMatchObject({ runs: 1, caughtBy: { job: { seed: 1 } } });
  });

  it('goes on to other scenarios, swarms and further seeds while only other invariants accuse it', async () => {
    const { proof, tried } = await prove((job) => (job.mutant ? accuses(job, 'INV-09') : accuses(job)));

    expect(tried.map(({ scenario, faults, seed }) => `${scenario.slice(0, 2)} ${faults} ${seed}`)).toEqual([
      'S3 planned 1',
      'S1 planned 1',
      'S3 swarm 1',
      'S1 swarm 1',
      'S3 planned 2',
      'S1 planned 2',
      'S3 swarm 2',
      'S1 swarm 2',
    ]);
    expect(proof.mutants[0]?.caughtBy).toBeNull();
    expect(proofText(proof, 1000)).toContain('key-ignored is not caught by INV-05 in 8 runs, only by INV-09');
  });

  it('plays a bug that breaks replay twice, anywhere, until the two histories differ', async () => {
    const jitter = { name: 'jitter', breaks: 'nondeterministic', says: 'Chance has no seed.' };
    const differs = ({ mutant, seed }: Job) => mutant !== null && seed === 2;
    const { proof, tried } = await prove(
      (job) => (differs(job) ? { ...accuses(job), outcome: 'nondeterministic' } : accuses(job, 'INV-05')),
      jitter,
    );

    expect(tried.map(({ scenario, faults, times }) => `${scenario.slice(0, 2)} ${faults} ${times}`)).toEqual([
      'S1 planned twice',
      'S3 planned twice',
      'S1 swarm twice',
      'S3 swarm twice',
      'S1 planned twice',
    ]);
    expect(proof.mutants[0]).toMatchObject({ runs: 5, caughtBy: { job: { seed: 2 } } });
  });

  it('plays as many seeds without a bug as the bugs needed, and tells of each run that is accused', async () => {
    const { proof } = await prove((job) => accuses(job, 'INV-05'));

    expect(proof.core.runs).toBe(4);
    expect(proof.core.accused).toHaveLength(4);
    expect(proofText(proof, 1000)).toMatch(
      /1 of 1 planted bugs caught; 27 of 27 in checkers; without one, 4 of 4 runs accused; 1 s$/,
    );
  });

  it('tells each bug in a row: where it was caught, after how many seeds and seconds, by whom, and by who else', async () => {
    const caught = await prove((job) => (job.mutant ? accuses(job, 'INV-09', 'INV-05') : accuses(job)));
    const missed = await prove((job) => accuses(job));

    const [head, row] = proofText(caught.proof, 0).split('\n');
    expect(head).toBe('planted bug  in  seed  seeds  s    by (and by)');
    expect(row).toMatch(/^key-ignored {2}S3 {2}1 {5}1 {6}\d+\.\d {2}INV-05 \(9\)$/);
    expect(proofText(missed.proof, 0)).toMatch(/^key-ignored {2}NOT CAUGHT {8}\d+ +\d+\.\d {2}INV-05$/m);
  });

  it('tells the same matrix as JSON, one plan for each bug that is caught', async () => {
    const { proof } = await prove((job) => (job.mutant ? accuses(job, 'INV-09', 'INV-05') : accuses(job)));

    expect(proofJson(proof, 1000)).toEqual({
      schema: 'gate/proof/v1',
      proven: true,
      tookMs: 1000,
      mutants: [
        {
          ...keyIgnored,
          caughtBy: { scenario: 'S3-duplicate-dispatch', faults: 'planned', seed: 1, because: 'y' },
          ...{ runs: 1, seeds: 1, tookMs: 0, others: ['INV-09'] },
        },
      ],
      checkers: proof.checkers,
      core: { runs: 4, accused: [] },
    });
  });

  it('tells which history catches each bug in a checker, and is no proof when none does', async () => {
    const { proof } = await prove((job) => (job.mutant ? accuses(job, 'INV-05') : accuses(job)));
    const [first, ...others] = proof.checkers;
    const escaped = { ...proof, checkers: [{ name: 'x-is-blind', says: 'X.', caughtBy: null }, ...others] };

    expect(first).toMatchObject({ name: 'single-holder-is-blind', caughtBy: expect.any(String) });
    expect(proofText(proof, 0)).toContain(`single-holder-is-blind  `);
    expect([isProven(proof), isProven(escaped)]).toEqual([true, false]);
    expect(proofText(escaped, 0)).toMatch(/^x-is-blind +NOT CAUGHT$/m);
  });

  it('is no proof when it was told to stop before the end', async () => {
    const stop = AbortSignal.abort();
    const crew = crewOf([], (job) => accuses(job, 'INV-05'));
    const proof = await proveMutants({ mutants: [keyIgnored], scenarios, seeds: 2, crew, stop });

    expect(isProven(proof)).toBe(false);
    expect(proofText(proof, 0)).toContain('interrupted: not all of it was played');
  });
});

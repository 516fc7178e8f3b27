import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../scenarios/catalogue.js';
import { orchInProcess } from '../adapters/orch/in-process.js';
import { HISTORY_FILE, readArtefact } from '../run/artefact.js';
import type { Job } from './job.js';
import { playJob } from './play-job.js';

const none = () => {
  throw new Error('these jobs are simulated');
};
const stage = { scenarios: SCENARIOS, systems: { simulated: orchInProcess, real: none, stdio: none } };
const job: Job = {
  scenario: 'S4-budget-hard-exceed',
  seed: 3,
  faults: 'swarm',
  mutant: null,
  keep: null,
  times: 'once',
};
const failing = { ...job, faults: 'planned', mutant: 'guardrail-only-logs' } as const;

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'gate-job-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

describe('a job', () => {
  it('holds on the orchestrator as it is, the same in a second run, and leaves no file', async () => {
    const keep = { folder: join(out, 'run'), earlier: 'left' } as const;

    const result = await playJob({ ...job, keep, times: 'twice' }, stage);

    expect([result.outcome, result.violations, result.files]).toEqual([
      expect.stringMatching(/holds|unknown|unexercised/),
      [],
      null,
    ]);
    expect(result.simulatedMs).toBeGreaterThan(0);
    expect(existsSync(keep.folder)).toBe(false);
  });

  it('leaves a failing run where it can be replayed', async () => {
    const keep = { folder: join(out, 'run'), earlier: 'left' } as const;

    const result = await playJob({ ...failing, keep }, stage);

    expect([result.outcome, result.violations.map(({ invariant }) => invariant)]).toEqual([
      'violated',
      ['INV-08'],
    ]);
    expect((await readArtefact(keep.folder)).history.header).toMatchObject({
      seed: 3,
      control: 'guardrail-only-logs',
    });
  });

  it('takes the place of an earlier run in its folder, and of nothing else there', async () => {
    const keep = { folder: out, earlier: 'replaced' } as const;
    await playJob({ ...failing, keep }, stage);
    await writeFile(join(out, 'notes.txt'), 'mine');

    const again = await playJob({ ...failing, keep }, stage);

    expect([again.outcome, await readFile(join(out, 'notes.txt'), 'utf8')]).toEqual(['violated', 'mine']);
  });

  it('leaves an earlier run where it lies, and tells what it found all the same', async () => {
    const keep = { folder: out, earlier: 'left' } as const;
    await writeFile(join(out, HISTORY_FILE), 'mine');

    const again = await playJob({ ...failing, keep }, stage);

    expect(again).toMatchObject({
      outcome: 'violated',
      violations: [{ invariant: 'INV-08' }],
      files: null,
      unkept: expect.stringMatching(/to be left to one run, found .*name another folder with --out$/),
    });
    expect(await readdir(out)).toEqual([HISTORY_FILE]);
    expect(await readFile(join(out, HISTORY_FILE), 'utf8')).toBe('mine');
  });

  it('is broken when the harness gives way, and says how', async () => {
    const result = await playJob({ ...job, scenario: 'S0' }, stage);

    expect([result.outcome, result.problems[0]]).toEqual([
      'broken',
      expect.stringContaining('expected a known scenario, found S0'),
    ]);
  });
});

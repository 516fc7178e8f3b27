import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Crew, hireCrew } from './crew.js';
import type { Job } from './job.js';

let folder: string;
let crew: Crew;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-crew-'));
});
afterEach(async () => {
  await crew.end();
  await rm(folder, { recursive: true });
});

const job: Job = { scenario: 'S1', seed: 7, faults: 'planned', mutant: null, keep: null, times: 'once' };

/** A crew of one, whose player does with a job what `body` says. */
async function crewThat(body: string, patienceMs: number): Promise<Crew> {
  const program = join(folder, 'player.mjs');
  await writeFile(program, `process.on('message', (job) => { ${body} });`);
  return hireCrew({ program, size: 1, patienceMs });
}

describe('a crew', () => {
  it('ends a player whose job stands still, tells the job as broken, and plays the next one', async () => {
    crew = await crewThat(`while (job.seed === 7); process.send({ job, outcome: 'holds' });`, 2_000);

    const [stood, next] = await Promise.all([crew.play(job), crew.play({ ...job, seed: 8 })]);

    expect([stood.outcome, stood.job.seed, stood.problems]).toEqual([
      'broken',
      7,
      ['it had not ended after 2 s, and was ended'],
    ]);
    expect(next).toEqual({ job: { ...job, seed: 8 }, outcome: 'holds' });
  });

  it('hires another player for the next job when one has died', async () => {
    crew = await crewThat(
      'if (job.seed === 7) process.exit(3); process.send({ job, outcome: "holds" });',
      60_000,
    );

    const first = await crew.play(job);
    const second = await crew.play({ ...job, seed: 8 });

    expect([first.problems, second]).toEqual([
      ['its process ended early: exit 3'],
      { job: { ...job, seed: 8 }, outcome: 'holds' },
    ]);
  });
});

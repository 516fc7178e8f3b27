import { appendFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { MutantBench } from '../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P2', 'RC-P6', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

/** What RC-P6 says to do after something was done to the folder. */
async function nextAfter(act: (folder: string) => Promise<void>): Promise<readonly string[]> {
  const copy = await bench.copy();
  await act(copy.folder);
  const { criteria } = await judge({ ...copy, profile: 'part', now: null });
  return criteria
    .filter(({ id }) => id === 'RC-P6')
    .flatMap(({ checks }) => checks.flatMap(({ reasons }) => reasons.map(({ next }) => next.command)));
}

describe('what is wrong with the folder itself', () => {
  it('is mended by the file that was changed, and by no further attempt', async () => {
    const changed = (folder: string) => appendFile(join(folder, 'evidence/e2e/E2E-01/1/final.json'), ' ');

    expect(await nextAfter(changed)).toEqual([
      'put evidence/e2e/E2E-01/1/final.json back as it was recorded, or make the evidence of another commit',
    ]);
  });

  it('is mended by the file that was taken away', async () => {
    const taken = (folder: string) => rm(join(folder, 'evidence/e2e/E2E-01/1/final.json'));

    expect(await nextAfter(taken)).toEqual([
      'put evidence/e2e/E2E-01/1/final.json back as it was recorded, or make the evidence of another commit',
    ]);
  });

  it('is mended by taking away what nobody vouches for', async () => {
    const stray = (folder: string) => writeFile(join(folder, 'evidence/e2e/E2E-01/1/stray.json'), '{}');

    expect(await nextAfter(stray)).toEqual([
      "take evidence/e2e/E2E-01/1/stray.json out of the candidate's folder",
    ]);
  });

  it('is a link as well, wherever it points', async () => {
    const linked = (folder: string) => symlink('.', join(folder, 'evidence/e2e/E2E-01/1/link'));

    expect(await nextAfter(linked)).toEqual([
      expect.stringMatching(/^put the candidate's folder back as it was recorded/),
    ]);
  });
});

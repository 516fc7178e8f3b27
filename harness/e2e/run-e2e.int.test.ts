import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderTaken } from '../history/sole-file.js';
import type { E2e, Stage } from './e2e.js';
import { clearE2e, E2E_FILES, runE2e } from './run-e2e.js';

let out = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'gate-test-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const play = (run: (stage: Stage) => Promise<void>) => {
  const story: E2e = { id: 'E2E-09', category: 'normal', says: 'Nothing is typed.', settings: {}, run };
  return runE2e(story, { projectRoot: out, programs: { orch: 'absent.js', ops: 'absent.js' }, out });
};
const nothing = () => Promise.resolve();

describe('the record of a story', () => {
  it('has each line on disk at once, for the harness may be killed', async () => {
    const lines: string[] = [];

    await play(async (stage) => {
      stage.expect('one is one', { found: 1, wanted: 1 });
      lines.push(await readFile(join(out, E2E_FILES.timeline), 'utf8'));
    });

    expect(lines).toEqual([expect.stringContaining('holds: one is one: 1')]);
  });

  it('is never written over', async () => {
    await writeFile(join(out, E2E_FILES.timeline), 'of another');

    await expect(play(nothing)).rejects.toThrow(FolderTaken);

    expect(await readFile(join(out, E2E_FILES.timeline), 'utf8')).toBe('of another');
    expect(await readdir(out)).toEqual([E2E_FILES.timeline]);
  });

  it('has no verdict when another telling began in its folder', async () => {
    const telling = play(async (stage) => {
      await clearE2e(out);
      await writeFile(join(out, E2E_FILES.timeline), 'of another');
      stage.expect('one is one', { found: 1, wanted: 1 });
    });

    await expect(telling).rejects.toThrow(/left to one run.*--out/);

    expect(await readFile(join(out, E2E_FILES.timeline), 'utf8')).toBe('of another');
    expect(await readdir(out)).toEqual([E2E_FILES.timeline]);
  });
});

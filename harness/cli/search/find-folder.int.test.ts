import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFolder, foldersMet } from './find-folder.js';

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'gate-finds-'));
  const finds = [findFolder(out, 'S1-a', 3), findFolder(out, 'S1-a', 12), findFolder(out, 'S2-b', 3)];
  for (const folder of [...finds, join(out, 'notes')]) await mkdir(folder);
});
afterAll(() => rm(out, { recursive: true }));

describe('the finds that a search would meet', () => {
  it.each<readonly [string, Parameters<typeof foldersMet>[1], readonly (readonly [string, number])[]]>([
    ['its seeds', { scenarios: ['S1-a'], from: 1, seeds: 11 }, [['S1-a', 3]]],
    [
      'all seeds from the first on, where it has no end',
      { scenarios: ['S1-a'], from: 4, seeds: null },
      [['S1-a', 12]],
    ],
    [
      'all of its scenarios',
      { scenarios: ['S1-a', 'S2-b'], from: 3, seeds: 1 },
      [
        ['S1-a', 3],
        ['S2-b', 3],
      ],
    ],
    ['no scenario but its own', { scenarios: ['S1'], from: 1, seeds: null }, []],
  ])('are those of %s', (_what, terms, met) => {
    const folders = met.map(([scenario, seed]) => findFolder(out, scenario, seed));

    expect(foldersMet(out, terms).toSorted()).toEqual(folders);
  });
});

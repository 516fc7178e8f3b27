import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCandidate } from './candidate-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-candidate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NEXT = 'type: npx gate rc --no-produce, which makes the folder of this checkout, then: npx gate plan';
const identity = () => join(folder, 'candidate.json');

describe('the identity of a candidate', () => {
  it('is read as it lies there', async () => {
    const candidate = { gitCommit: null, treeSha256: 'a'.repeat(64), version: '1.0.0', dirty: true };
    await writeFile(identity(), JSON.stringify(candidate));

    expect(await readCandidate(folder)).toEqual(candidate);
  });

  it.each<readonly [string, () => Promise<unknown>, string]>([
    ['is missing', async () => undefined, 'a folder without candidate.json'],
    ['has no folder', () => rm(folder, { recursive: true }), 'no such folder'],
    ['is a folder', () => mkdir(identity()), 'a candidate.json that cannot be read: it is a folder (EISDIR)'],
    [
      'names no tree',
      () => writeFile(identity(), '{"gitCommit":null}'),
      'a candidate.json that cannot be read: at /treeSha256: Invalid input: expected string, received undefined',
    ],
  ])('is asked for with what was found and what to type where it %s', async (_what, act, found) => {
    await act();

    await expect(readCandidate(folder)).rejects.toMatchObject({
      exitCode: 64,
      message: `expected a candidate's folder at ${folder}, found ${found}; ${NEXT}`,
    });
  });
});

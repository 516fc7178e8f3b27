import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

let below: string;
beforeEach(async () => {
  below = await mkdtemp(join(tmpdir(), 'gatehouse-folder-'));
});
afterEach(() => rm(below, { recursive: true }));

describe('making a folder', () => {
  it('makes those above it too, and leaves one alone that is there', () => {
    makeFolder(join(below, 'a', 'b'));
    makeFolder(join(below, 'a', 'b'));

    expect(existsSync(join(below, 'a', 'b'))).toBe(true);
  });

  it('throws where a file stands in the way', async () => {
    await writeFile(join(below, 'file'), '');

    expect(() => makeFolder(join(below, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(below, 'file', 'x'))).toThrow('ENOTDIR');
  });

  it.runIf(existsSync('/proc/self'))('throws at once where a file system makes none', () => {
    expect(() => makeFolder('/proc/gatehouse/x')).toThrow('/proc/gatehouse');
  });
});

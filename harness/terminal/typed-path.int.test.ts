import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyNoFolder } from './typed-path.js';

let below: string;
beforeEach(async () => {
  below = await mkdtemp(join(tmpdir(), 'gatehouse-typed-'));
});
afterEach(() => rm(below, { recursive: true }));

describe('a folder for files to come', () => {
  it('is made with the folders above it, and taken as it is when it is there', () => {
    const folder = join(below, 'a', 'b');

    expect([whyNoFolder('--out', folder), whyNoFolder('--out', folder), existsSync(folder)]).toEqual([
      null,
      null,
      true,
    ]);
  });

  it('cannot be a file, nor lie below one', async () => {
    await writeFile(join(below, 'file'), '');

    expect(whyNoFolder('--out', join(below, 'file'))).toContain('(EEXIST)');
    expect(whyNoFolder('--out', join(below, 'file', 'x'))).toContain('(ENOTDIR)');
  });

  it.runIf(existsSync('/proc/self'))('cannot be where a file system makes none', () => {
    expect(whyNoFolder('--out', '/proc/gatehouse/x')).toMatch(
      /found \/proc\/gatehouse\/x \(E[A-Z]+\); name one/,
    );
  });
});

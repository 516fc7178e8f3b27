import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskId } from '../task/task.js';
import { keepOutput } from './kept-output.js';

let folder = '';
let troubles: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-'));
  troubles = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function keep(id = 'A', run = 1) {
  const onTrouble = (error: Error) => troubles.push(error.message);
  return keepOutput(
    { id: id as TaskId, run },
    { folder, toldFrom: folder, bounds: { head: 10, tail: 5 }, onTrouble },
  );
}

const text = (name: string) => readFile(join(folder, name), 'utf8');

describe('kept output', () => {
  it('lies in one file a stream, by task and run, and names the errors first', async () => {
    const first = keep('T-1', 1);
    first.out('답');
    expect(first.end()).toBe('T-1/run-1.out');
    const second = keep('T-1', 2);
    second.out('a');
    second.err('b');
    expect(second.end()).toBe('T-1/run-2.err');
    expect(await text('T-1/run-1.out')).toBe('답');
    expect(await readdir(join(folder, 'T-1'))).toEqual(['run-1.out', 'run-2.err', 'run-2.out']);
  });

  it('of a silent command is nothing at all', async () => {
    expect(keep().end()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [['0123456789'], '0123456789'],
    [['01234', '56789abc'], '0123456789abc'],
    [['0123456789abcde'], '0123456789abcde'],
    [['0123456789', 'left out, then ', 'fghij'], '0123456789\n[15 characters left out here]\nfghij'],
  ])('keeps the beginning and the end of %j', async (pieces, kept) => {
    const output = keep();
    for (const piece of pieces) output.out(piece);
    output.end();
    expect(await text('A/run-1.out')).toBe(kept);
  });

  it.each(['../A', 'a/b', '..', '.', '', 'A\0'])('never leaves its folder for a task called %j', (id) => {
    expect(() => keep(id)).toThrow('expected');
  });

  it('that cannot be written is said once and does no harm', async () => {
    await writeFile(join(folder, 'A'), 'a file where the folder should be');
    const output = keep();
    output.out('one');
    output.out('two');
    expect(output.end()).toBeNull();
    expect(troubles).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
  });
});

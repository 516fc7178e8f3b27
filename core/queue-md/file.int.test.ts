import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQueueFile, replaceQueueFile } from './file.js';

const saying = (text: string) => ({ text, told: null });

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-md-'));
  path = join(folder, 'QUEUE.md');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('replacing the file', () => {
  it('makes it when it is missing and leaves nothing else behind', async () => {
    await replaceQueueFile(path, async (present) => saying(`was ${present}\n`));
    expect(await readFile(path, 'utf8')).toBe('was null\n');
    expect(await readdir(folder)).toEqual(['QUEUE.md']);
  });

  it('keeps its mode, and the link that leads to it', async () => {
    await writeFile(path, '한글\n');
    await chmod(path, 0o640);
    const link = join(folder, 'link.md');
    await symlink(path, link);
    await replaceQueueFile(link, async (present) => saying(`${present}more\n`));
    expect(await readFile(path, 'utf8')).toBe('한글\nmore\n');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).sort()).toEqual(['QUEUE.md', 'link.md']);
  });

  it('leaves the old file and no lock when the new text cannot be made', async () => {
    await writeFile(path, 'old\n');
    const broken = replaceQueueFile(path, async () => {
      throw new Error('no text');
    });
    await expect(broken).rejects.toThrow('no text');
    expect(await readFile(path, 'utf8')).toBe('old\n');
    expect(await readdir(folder)).toEqual(['QUEUE.md']);
  });

  it('is refused while another process writes', async () => {
    await writeFile(`${path}.lock`, `${process.ppid}\n`);
    await expect(replaceQueueFile(path, async () => saying('x'))).rejects.toMatchObject({
      code: 'BUSY',
      retryable: true,
    });
    expect(await readdir(folder)).toEqual(['QUEUE.md.lock']);
  });

  it('takes over the lock of a process that was killed', async () => {
    const { pid } = spawnSync('true');
    await writeFile(`${path}.lock`, `${pid}\n`);
    await replaceQueueFile(path, async () => saying('new\n'));
    expect(await readdir(folder)).toEqual(['QUEUE.md']);
  });

  it('lets only one of two writers at a time change the file', async () => {
    await writeFile(path, '0');
    const add = () => replaceQueueFile(path, async (present) => saying(`${Number(present) + 1}`));
    const results = await Promise.allSettled([add(), add(), add()]);
    const accepted = results.filter(({ status }) => status === 'fulfilled').length;
    expect(accepted).toBeGreaterThan(0);
    expect(await readFile(path, 'utf8')).toBe(`${accepted}`);
  });

  it('is refused when the folder does not exist', async () => {
    const away = join(folder, 'none', 'QUEUE.md');
    await expect(replaceQueueFile(away, async () => saying('x'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});

describe('reading the file', () => {
  it('answers null when there is none', async () => {
    expect(await readQueueFile(path)).toBeNull();
  });

  it('refuses bytes that are not UTF-8, and a folder', async () => {
    await writeFile(path, Buffer.from([0x7c, 0xff, 0xfe]));
    await expect(readQueueFile(path)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(readQueueFile(folder)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

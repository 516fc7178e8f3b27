/** A folder must not outlive its maker, whichever way the maker ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

const makers: ChildProcess[] = [];

afterEach(() => {
  for (const maker of makers.splice(0)) maker.kill('SIGKILL');
});

/** A process of its own that makes a folder with a file in it and prints the folder's path. */
async function makerOfFolder(): Promise<{ maker: ChildProcess; path: string }> {
  const module = new URL('../../dist/harness/real/temporary-folder.js', import.meta.url).href;
  const script = `
    const { temporaryFolder } = await import(${JSON.stringify(module)});
    const { path } = await temporaryFolder('gate test-');
    (await import('node:fs')).writeFileSync(path + '/file', '');
    process.stdout.write(path);
    setInterval(() => undefined, 1000);
  `;
  const maker = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  makers.push(maker);
  const [path] = await once(maker.stdout, 'data');
  return { maker, path: String(path) };
}

describe('a temporary folder', () => {
  it('is removed, with what is in it, when it is given up', async () => {
    const folder = await temporaryFolder('gate-test-');
    await writeFile(join(folder.path, 'file'), '');

    await folder.remove();

    expect(existsSync(folder.path)).toBe(false);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('goes with its maker that gets %s', async (signal) => {
    const { maker, path } = await makerOfFolder();
    const before = existsSync(path);

    maker.kill(signal);

    expect(before).toBe(true);
    await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 5_000 });
  });
});

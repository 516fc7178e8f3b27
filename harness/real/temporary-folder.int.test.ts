/** A folder must not outlive its maker, whichever way the maker ends. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';
import { makerOf } from './testing/maker.js';

const makers: ChildProcess[] = [];

afterEach(() => {
  for (const maker of makers.splice(0)) maker.kill('SIGKILL');
});

const SCRIPT = `
  const { path } = await temporaryFolder('gate test-');
  (await import('node:fs')).writeFileSync(path + '/file', '');
  process.stdout.write(path);
`;

describe('a temporary folder', () => {
  it('is removed, with what is in it, when it is given up', async () => {
    const folder = await temporaryFolder('gate-test-');
    await writeFile(join(folder.path, 'file'), '');

    await folder.remove();

    expect(existsSync(folder.path)).toBe(false);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('goes with its maker that gets %s', async (signal) => {
    const { maker, path } = await makerOf('temporaryFolder', {
      from: 'harness/real/temporary-folder.js',
      script: SCRIPT,
    });
    makers.push(maker);
    const before = existsSync(path);

    maker.kill(signal);

    expect(before).toBe(true);
    await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 5_000 });
  });
});

import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makerOf } from '../../../real/testing/maker.js';

const makers: ChildProcess[] = [];

afterEach(() => {
  for (const maker of makers.splice(0)) maker.kill('SIGKILL');
});

describe('a folder in memory', () => {
  it('goes with its maker that is killed, and so does the one around it', async () => {
    const { maker, path } = await makerOf('memoryFolder', {
      from: 'harness/adapters/orch/interleaved/memory-folder.js',
      script: 'process.stdout.write(await memoryFolder());',
    });
    makers.push(maker);
    const before = existsSync(path);

    maker.kill('SIGKILL');

    expect(before).toBe(true);
    await vi.waitFor(() => expect(existsSync(dirname(path))).toBe(false), { timeout: 5_000 });
    expect(dirname(path)).toMatch(/gate-store-/);
  });
});

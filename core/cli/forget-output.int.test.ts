import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskId } from '../task/ids.js';
import { type ForgetTerms, forgetOutput } from './forget-output.js';

let home = '';
let logs = '';
let trouble: string[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-forget-'));
  logs = join(home, 'logs');
  trouble = [];
});
afterEach(() => rm(home, { recursive: true }));

async function keep(folder: string, ...names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of names) await writeFile(join(folder, name), 'printed');
}

const forget = (effect: ForgetTerms['effect'], ...ids: readonly string[]) =>
  forgetOutput(ids.map(taskId), {
    folder: logs,
    effect,
    onTrouble: (error) => void trouble.push(error.message),
  });

describe('the output of tasks that are gone', () => {
  it('is removed with its folder, and that of others stays', async () => {
    await keep(join(logs, 'A'), 'run-1.out', 'run-1.err', 'run-12.out');
    await keep(join(logs, 'B'), 'run-1.out');
    await keep(logs, 'orch_runs.jsonl');
    expect(forget('apply', 'A', 'NEVER-PRINTED')).toBe(1);
    expect((await readdir(logs)).sort()).toEqual(['B', 'orch_runs.jsonl']);
  });

  it('is only counted in a rehearsal', async () => {
    await keep(join(logs, 'A'), 'run-1.out');
    expect(forget('rehearse', 'A')).toBe(1);
    expect(await readdir(join(logs, 'A'))).toEqual(['run-1.out']);
  });

  it('leaves every other file of its folder, and so the folder', async () => {
    await keep(join(logs, 'A'), 'run-1.out', 'notes.txt', 'run-1.out.bak');
    forget('apply', 'A');
    expect((await readdir(join(logs, 'A'))).sort()).toEqual(['notes.txt', 'run-1.out.bak']);
  });

  it('is not looked for behind a link', async () => {
    const elsewhere = join(home, 'elsewhere');
    await keep(elsewhere, 'run-1.out');
    await mkdir(join(logs, 'A'), { recursive: true });
    await symlink(elsewhere, join(logs, 'LINK'));
    await symlink(join(elsewhere, 'run-1.out'), join(logs, 'A', 'run-1.err'));
    expect(forget('apply', 'LINK', 'A')).toBe(1);
    expect(await readdir(elsewhere)).toEqual(['run-1.out']);
    expect(await readdir(logs)).toEqual(['LINK']);
  });

  it('that cannot be removed is told of, and stands in the way of nothing', async () => {
    await keep(join(logs, 'B'), 'run-1.out');
    await mkdir(join(logs, 'A', 'run-1.out'), { recursive: true });
    forget('apply', 'A', 'B');
    expect(trouble).toEqual([expect.stringContaining('run-1.out')]);
    expect(existsSync(join(logs, 'B'))).toBe(false);
  });
});

/** A scenario with real processes on the wall clock: it holds, and its planted bug is caught. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const projectRoot = fileURLToPath(new URL('../', import.meta.url));
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Runs a scenario with processes; the answer is its exit code and what it printed as JSON. */
async function runReal(scenario: string, ...flags: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
  folders.push(folder);
  const words = [
    'dist/bin/gate.js',
    'scenario',
    'run',
    scenario,
    '--mode',
    'real',
    '--json',
    '--out',
    folder,
    ...flags,
  ];
  return new Promise<{ exitCode: number; verdict: Record<string, unknown> }>((resolve, reject) => {
    const child = execFile('node', words, { cwd: projectRoot }, (error, stdout, stderr) => {
      if (stdout === '') reject(error ?? new Error(stderr));
      else resolve({ exitCode: child.exitCode ?? -1, verdict: JSON.parse(stdout) });
    });
  });
}

describe.concurrent.each(['S2'])('%s with real processes', (scenario) => {
  it('holds', async () => {
    const { exitCode, verdict } = await runReal(scenario, '--seed', '3');

    expect(verdict['because']).toBeUndefined();
    expect(verdict).toMatchObject({ outcome: 'holds', mode: 'real', control: null });
    expect(exitCode).toBe(0);
  });

  it('is violated with its planted bug', async () => {
    const { exitCode, verdict } = await runReal(scenario, '--seed', '3', '--control');

    expect(verdict['because']).toBeUndefined();
    expect(verdict).toMatchObject({ outcome: 'violated', mode: 'real' });
    expect(exitCode).toBe(1);
  });
});

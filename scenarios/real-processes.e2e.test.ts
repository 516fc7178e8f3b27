/** A scenario with real processes on the wall clock: it holds, and its planted bug is caught. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gate } from '../harness/cli/testing/gate.js';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Runs a scenario with processes; the answer is its exit code and what it printed as JSON. */
async function runReal(scenario: string, ...flags: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
  folders.push(folder);
  const { exitCode, stdout, stderr } = await gate(
    ...['scenario', 'run', scenario, '--mode', 'real', '--json', '--out', folder, ...flags],
  );
  if (stdout === '') throw new Error(stderr);
  return { exitCode, verdict: JSON.parse(stdout) as Record<string, unknown> };
}

describe.concurrent.each(['S2'])('%s with real processes', (scenario) => {
  it('holds', async () => {
    const { exitCode, verdict } = await runReal(scenario, '--seed', '3');

    expect(verdict['because']).toBeUndefined();
    expect(verdict).toMatchObject({ outcome: 'holds', mode: 'real', control: null, kept: [] });
    expect(exitCode).toBe(0);
  });

  it('is violated with its planted bug', async () => {
    const { exitCode, verdict } = await runReal(scenario, '--seed', '3', '--control');

    expect(verdict['because']).toBeUndefined();
    expect(verdict).toMatchObject({ outcome: 'violated', mode: 'real' });
    expect(verdict['kept']).toContain('kept/queue.db');
    expect(exitCode).toBe(1);
  });
});

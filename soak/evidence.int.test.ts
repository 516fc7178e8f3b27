import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAttempt } from '../gates/record/attempt.js';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import { orchProcesses } from '../harness/adapters/orch/processes.js';
import { addSoakCommands } from './cli.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

describe('gate soak run --evidence', () => {
  it('leaves evidence of a simulated run apart from that of real ones', async () => {
    const candidate = { gitCommit: null, treeSha256: '0'.repeat(64), version: '0.0.0', dirty: true };
    await writeFile(join(folder, 'candidate.json'), JSON.stringify(candidate));
    const program = new Command().exitOverride();
    addSoakCommands(program, {
      projectRoot: folder,
      openAttempt,
      systems: { simulated: () => orchInProcess(), real: () => orchProcesses() },
    });

    const words = ['soak', 'run', '--profile', 'smoke', '--clock', 'virtual', '--evidence', folder];
    await program.parseAsync(words, { from: 'user' });

    const left = join(folder, 'simulated', 'soak', 'soak-smoke', '1');
    const record = JSON.parse(await readFile(join(left, 'record.json'), 'utf8'));
    expect(process.exitCode).toBe(0);
    expect(record).toMatchObject({
      kind: 'soak-sim',
      claimed: { result: 'PASSED', counts: { arrivals: 141 } },
    });
    expect(record.artefacts.map(({ role }: { role: string }) => role).sort()).toEqual([
      'db-snapshot',
      'events',
      'heartbeats',
      'log',
      'plan',
      'results',
    ]);
  });
});

import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makerOf } from '../real/testing/maker.js';
import { COLLECTION_PATH } from './collection-reporter.js';

const makers: ChildProcess[] = [];
let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'gate-test-'));
  const runner = join(project, 'node_modules/vitest');
  mkdirSync(runner, { recursive: true });
  // A runner that says where it is to write, and never writes.
  writeFileSync(
    join(runner, 'vitest.mjs'),
    `process.stdout.write(process.env.${COLLECTION_PATH}); setTimeout(() => undefined, 2_000);`,
  );
});
afterEach(() => {
  for (const maker of makers.splice(0)) maker.kill('SIGKILL');
  rmSync(project, { recursive: true, force: true });
});

describe('a run of suites', () => {
  it('that is killed leaves no temporary folder', async () => {
    const terms = { suites: ['unit'], projectRoot: project, evidence: project };
    const { maker, path } = await makerOf('runSuites', {
      from: 'harness/suite/run-suites.js',
      script: `await runSuites({ ...${JSON.stringify(terms)}, openAttempt: async () => ({}) });`,
    });
    makers.push(maker);
    const before = existsSync(path);

    maker.kill('SIGKILL');

    expect(before).toBe(true);
    await vi.waitFor(() => expect(existsSync(dirname(path))).toBe(false), { timeout: 5_000 });
    expect(dirname(path)).toMatch(/gate-suite-/);
  });
});

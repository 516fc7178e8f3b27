/**
 * Runs layers of the project's own tests in one go and leaves each layer as evidence of its own: which test files lie
 * there, what was collected, and what became of each test. Files are listed without the runner, and tests are written
 * down before they run, so that a file or a test that silently did not take part is missed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Attempt, OpenAttempt } from '../../gates/record/attempt.js';
import { builtProgram } from '../real/built-program.js';
import { temporaryFolder } from '../real/temporary-folder.js';
import { COLLECTION_PATH } from './collection-reporter.js';
import { collectedTests, testResults } from './runner-output.js';
import { type LayerOutcome, type LayerRun, layerOutcome, type RunnerEnd } from './suite-outcome.js';
import { testFiles } from './test-files.js';

/** The layers, by the name of their project in the test runner's configuration. */
export const SUITES = ['unit', 'integration', 'functional', 'e2e', 'soak'] as const;
export type Suite = (typeof SUITES)[number];

export interface SuiteTerms {
  readonly suites: readonly Suite[];
  readonly projectRoot: string;
  /** Absolute path of the candidate's folder. */
  readonly evidence: string;
  readonly openAttempt: OpenAttempt;
}

/** Which layer a test file belongs to: its suffix says so. */
export function suiteOf(file: string): Suite {
  const suffix = /\.(int|cli|e2e|soak)\.test\.ts$/.exec(file)?.[1];
  return (
    ({ int: 'integration', cli: 'functional', e2e: 'e2e', soak: 'soak' } as const)[suffix ?? ''] ?? 'unit'
  );
}

/** Runs the layers and writes a record for each. The answer: whether every collected test passed. */
export async function runSuites(terms: SuiteTerms): Promise<boolean> {
  const { suites, projectRoot } = terms;
  const attempts = new Map<Suite, Attempt>();
  for (const suite of suites) attempts.set(suite, await openSuite(suite, terms));
  const folder = await temporaryFolder('gate-suite-');
  try {
    const [listed, reported] = [join(folder.path, 'listed.jsonl'), join(folder.path, 'reported.json')];
    const projects = suites.flatMap((suite) => ['--project', suite]);
    const reporters = [
      '--reporter=json',
      '--reporter=dot',
      `--reporter=${builtProgram('collection-reporter')}`,
      `--outputFile.json=${reported}`,
    ];
    const files = testFiles(projectRoot);
    writeFileSync(listed, '');
    const exitCode = await vitest(['run', ...projects, ...reporters], { cwd: projectRoot, listed });
    const collected = collectedTests(readFileSync(listed, 'utf8'), projectRoot);
    const tests = existsSync(reported) ? testResults(readFileSync(reported, 'utf8'), projectRoot) : [];
    const failedTests = tests.filter(({ status }) => status === 'failed').length;
    const runner: RunnerEnd = { exitCode, failedTests };
    let passed = true;
    for (const [suite, attempt] of attempts) {
      const own = <Of extends { readonly file: string }>(all: readonly Of[]) =>
        all.filter(({ file }) => suiteOf(file) === suite);
      const run = { collected: own(collected), tests: own(tests) };
      const outcome = layerOutcome(run, runner);
      write(
        join(attempt.folder, 'files.json'),
        files.filter((file) => suiteOf(file) === suite),
      );
      await closeSuite(attempt, run, outcome);
      passed = passed && outcome.clean;
    }
    return passed;
  } finally {
    await folder.remove();
  }
}

function openSuite(suite: Suite, { projectRoot, evidence, openAttempt }: SuiteTerms): Promise<Attempt> {
  const command = `npx gate suite run ${suite} --evidence ${relative(projectRoot, evidence)}`;
  return openAttempt(evidence, { kind: 'test-suite', name: suite, mode: 'wallclock', command });
}

async function closeSuite(
  attempt: Attempt,
  { collected, tests }: LayerRun,
  { clean, passed, exitCode }: LayerOutcome,
): Promise<void> {
  write(join(attempt.folder, 'collected.json'), collected);
  write(join(attempt.folder, 'results.json'), { tests });
  await attempt.close({
    artefacts: [
      { path: 'files.json', role: 'inventory' },
      { path: 'collected.json', role: 'inventory' },
      { path: 'results.json', role: 'results' },
    ],
    claimed: { result: clean ? 'PASSED' : 'FAILED', counts: { collected: collected.length, passed } },
    exitCode,
  });
}

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}

interface RunnerTerms {
  readonly cwd: string;
  /** Where it writes down what it finds. */
  readonly listed: string;
}

function vitest(args: readonly string[], { cwd, listed }: RunnerTerms): Promise<number> {
  const runner = join(cwd, 'node_modules', 'vitest', 'vitest.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, ...args], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, [COLLECTION_PATH]: listed },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

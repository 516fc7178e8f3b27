/**
 * Runs one layer of the project's own tests and leaves it as evidence: what was collected, and what became of each.
 * The list is taken apart from the results, so that a test that silently did not run is missed.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openAttempt } from '../../gates/record/attempt.js';

/** The layers, by the name of their project in the test runner's configuration. */
export const SUITES = ['unit', 'integration', 'functional', 'e2e', 'soak'] as const;
export type Suite = (typeof SUITES)[number];

interface SuiteTerms {
  readonly suite: Suite;
  readonly projectRoot: string;
  readonly evidence: string;
}

interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly retries: number;
  readonly message: string | null;
}

/** Runs the suite and writes its record. The answer: whether every collected test passed. */
export async function runSuite(terms: SuiteTerms): Promise<boolean> {
  const { suite, projectRoot } = terms;
  const attempt = await openAttempt(terms.evidence, {
    kind: 'test-suite',
    name: suite,
    mode: 'wallclock',
    command: `npx gate suite run ${suite} --evidence ${relative(projectRoot, terms.evidence)}`,
  });
  const listed = join(attempt.folder, 'listed.json');
  const reported = join(attempt.folder, 'reported.json');
  await vitest(projectRoot, ['list', '--project', suite, `--json=${listed}`]);
  const exitCode = await vitest(projectRoot, [
    'run',
    '--project',
    suite,
    '--reporter=json',
    '--reporter=dot',
    `--outputFile.json=${reported}`,
  ]);
  const collected = collectedTests(listed, projectRoot);
  const tests = testResults(reported, projectRoot);
  write(join(attempt.folder, 'collected.json'), collected);
  write(join(attempt.folder, 'results.json'), { tests });
  const passed = tests.filter((test) => test.status === 'passed').length;
  const result = exitCode === 0 && passed === collected.length && passed > 0 ? 'PASSED' : 'FAILED';
  await attempt.close({
    artefacts: [
      { path: 'collected.json', role: 'inventory' },
      { path: 'results.json', role: 'results' },
      { path: 'listed.json', role: 'log' },
      { path: 'reported.json', role: 'log' },
    ],
    claimed: { result, counts: { collected: collected.length, passed } },
    exitCode,
  });
  return result === 'PASSED';
}

/** The runner's own list of what there is. */
function collectedTests(path: string, root: string): { file: string; name: string }[] {
  const listed = JSON.parse(readFileSync(path, 'utf8')) as { name: string; file: string }[];
  return listed.map(({ name, file }) => ({ file: relative(root, file), name }));
}

interface Reported {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

function testResults(path: string, root: string): TestResult[] {
  const report = JSON.parse(readFileSync(path, 'utf8')) as Reported;
  return report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      file: relative(root, file.name),
      name: [...test.ancestorTitles, test.title].join(' > '),
      status: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
      durationMs: Math.round(test.duration ?? 0),
      retries: 0,
      message: test.failureMessages?.[0]?.slice(0, 2000) ?? null,
    })),
  );
}

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}

function vitest(cwd: string, args: readonly string[]): Promise<number> {
  const runner = join(cwd, 'node_modules', 'vitest', 'vitest.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, ...args], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

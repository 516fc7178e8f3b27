/** What the test runner prints as JSON, read into what the evidence says. Pure. */
import { relative } from 'node:path';

export interface Collected {
  readonly file: string;
  readonly name: string;
}

export interface TestResult extends Collected {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** How often it failed before it passed. The runner tells no number; it keeps the message of each failure. */
  readonly retries: number;
  readonly message: string | null;
}

/** Longest message kept of a failure. */
const MESSAGE_MOST = 2_000;

/** What was written down when it was found, a JSON line each, with files relative to `root`. */
export function collectedTests(lines: string, root: string): readonly Collected[] {
  const listed = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Collected);
  return listed.map(({ name, file }) => ({ file: relative(root, file), name }));
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** What became of each test. A file that failed before its first test counts as one failed test of its own. */
export function testResults(json: string, root: string): readonly TestResult[] {
  const report = JSON.parse(json) as Report;
  return report.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const tests = file.assertionResults.map(
      (test): TestResult => ({
        file: path,
        name: [...test.ancestorTitles, test.title].join(' > '),
        status: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
        durationMs: Math.round(test.duration ?? 0),
        retries: test.status === 'passed' ? (test.failureMessages?.length ?? 0) : 0,
        message: test.failureMessages?.[0]?.slice(0, MESSAGE_MOST) ?? null,
      }),
    );
    const broken = file.status === 'failed' && tests.every(({ status }) => status !== 'failed');
    return broken ? [...tests, brokenFile(path, file.message ?? 'the file could not be run')] : tests;
  });
}

function brokenFile(file: string, message: string): TestResult {
  const name = 'the file itself';
  return { file, name, status: 'failed', durationMs: 0, retries: 0, message: message.slice(0, MESSAGE_MOST) };
}

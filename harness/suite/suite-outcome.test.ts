import { describe, expect, it } from 'vitest';
import type { TestResult } from './runner-output.js';
import { layerOutcome } from './suite-outcome.js';

const content = { exitCode: 0, failedTests: 0 };
const result = (change: Partial<TestResult> = {}): TestResult => ({
  file: 'a.test.ts',
  name: 'a',
  status: 'passed',
  durationMs: 1,
  retries: 0,
  message: null,
  ...change,
});
const ran = (...tests: readonly TestResult[]) => ({ collected: tests, tests });

describe('the outcome of a layer', () => {
  it('is clean when every collected test passed and the runner was content', () => {
    expect(layerOutcome(ran(result(), result()), content)).toEqual({ clean: true, passed: 2, exitCode: 0 });
  });

  it('keeps the exit code of a runner that ended badly although no test failed', () => {
    const outcome = layerOutcome(ran(result()), { exitCode: 3, failedTests: 0 });

    expect(outcome).toEqual({ clean: false, passed: 1, exitCode: 3 });
  });

  it('is not spoiled by a failed test of another layer', () => {
    expect(layerOutcome(ran(result()), { exitCode: 1, failedTests: 1 })).toMatchObject({
      clean: true,
      exitCode: 0,
    });
  });

  it('is bad when a test of its own failed, even if the runner hid it', () => {
    const outcome = layerOutcome(ran(result(), result({ status: 'failed' })), {
      exitCode: 0,
      failedTests: 1,
    });

    expect(outcome).toEqual({ clean: false, passed: 1, exitCode: 1 });
  });

  it.each<readonly [string, Parameters<typeof layerOutcome>[0]]>([
    ['of a test that passed only when it was tried again', ran(result({ retries: 1 }))],
    ['of a skipped test', ran(result(), result({ status: 'skipped' }))],
    ['of a collected test that did not run', { collected: [result(), result()], tests: [result()] }],
    ['without a test', ran()],
  ])('is not clean %s', (_what, run) => {
    expect(layerOutcome(run, content)).toMatchObject({ clean: false, exitCode: 0 });
  });
});

/** What the run of one layer comes to: whether it is clean, and the exit code that its record carries. Pure. */
import type { Collected, TestResult } from './runner-output.js';

export interface LayerRun {
  readonly collected: readonly Collected[];
  readonly tests: readonly TestResult[];
}

/** How the runner itself ended, over all layers of the run. */
export interface RunnerEnd {
  readonly exitCode: number;
  /** Tests that failed, whatever their layer. */
  readonly failedTests: number;
}

export interface LayerOutcome {
  /** Every collected test passed at its first attempt, and the runner was content. */
  readonly clean: boolean;
  readonly passed: number;
  readonly exitCode: number;
}

/**
 * The outcome of a layer. A failed test is the matter of its own layer. A runner that ended badly although no test
 * failed saw an error outside of tests: nobody can say whose it was, so it counts against every layer.
 */
export function layerOutcome({ collected, tests }: LayerRun, runner: RunnerEnd): LayerOutcome {
  const failedHere = tests.some(({ status }) => status === 'failed');
  const exitCode = failedHere ? Math.max(1, runner.exitCode) : runner.failedTests > 0 ? 0 : runner.exitCode;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const atOnce = tests.every(({ status, retries }) => status === 'passed' && retries === 0);
  const clean = exitCode === 0 && atOnce && passed > 0 && passed === collected.length;
  return { clean, passed, exitCode };
}

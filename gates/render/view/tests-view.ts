/**
 * Test layers and end-to-end paths as tables, with the pyramid they form and the record each row was read from.
 */
import type { E2eFinding, SuiteFinding } from '../../verdict/evidence-findings.js';
import type { Verdict } from '../../verdict/verdict.js';
import type { Pyramid } from '../chart/pyramid.js';
import { duration, number } from '../figures.js';
import { lookOfOutcome } from '../status-look.js';
import { evidenceOf, recordCitation } from './citation.js';
import { cut, cutText } from './cut.js';

/** Top of the pyramid first; a layer of another name goes to the very top. */
const LAYERS = ['soak', 'e2e', 'functional', 'integration', 'unit'];
const FAILURES_MOST = 50;
const STEPS_MOST = 60;

export function suitesView(verdict: Verdict) {
  const suites = [...verdict.suites].sort((a, b) => LAYERS.indexOf(a.name) - LAYERS.indexOf(b.name));
  const total = suites.reduce((sum, { collected }) => sum + collected, 0);
  return {
    pyramid: pyramidOf(suites, total),
    rows: suites.toReversed().map((suite) => ({
      name: suite.name,
      look: lookOfOutcome(suite.failed === 0 && suite.passed + suite.skipped === suite.collected),
      collected: number(suite.collected),
      passed: number(suite.passed),
      failed: number(suite.failed),
      skipped: number(suite.skipped),
      share: total === 0 ? '–' : `${number(Math.round((suite.collected / total) * 1000) / 10)} %`,
      duration: duration(suite.durationMs),
      record: recordCitation(evidenceOf(verdict, { kinds: ['test-suite'], name: suite.name })),
    })),
    total: number(total),
    failures: cut(suites.flatMap(failuresOf), FAILURES_MOST),
  };
}

function pyramidOf(suites: readonly SuiteFinding[], total: number): Pyramid {
  const parts = suites.map(({ name, collected }) => `${name} ${number(collected)}`);
  return {
    id: 'pyramid',
    title: 'Test cases per layer',
    description: `${number(total)} test cases, from the top: ${parts.join(', ')}.`,
    layers: suites.map(({ name, collected, failed }) => ({
      name: cutText(name, 14),
      cases: collected,
      failed,
    })),
  };
}

function failuresOf({ name, failures }: SuiteFinding) {
  return failures.map((failure) => ({
    suite: name,
    name: cutText(failure.name, 300),
    message: cutText(failure.message, 2000),
  }));
}

export function e2eView(verdict: Verdict) {
  return verdict.e2e.map((path) => ({
    id: path.id,
    category: path.category,
    says: path.says,
    look: lookOfOutcome(path.passed),
    record: recordCitation(evidenceOf(verdict, { kinds: ['e2e-scenario'], name: path.id })),
    steps: cut(stepsOf(path), STEPS_MOST),
  }));
}

function stepsOf({ steps }: E2eFinding) {
  const start = steps[0]?.at ?? 0;
  return steps.map(({ at, command, exitCode, says }) => ({
    after: `+${duration(Math.max(0, at - start))}`,
    command: cutText(command, 600),
    exitCode: String(exitCode),
    says: cutText(says, 600),
  }));
}

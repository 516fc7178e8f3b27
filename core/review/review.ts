/**
 * The reviewer gate: a report against its success criteria, by fixed rules and without a model. Pure.
 * What a verdict leads to is the store's business.
 */
import type { TaskFacts } from '../task/task.js';
import { criteriaIn, uncovered } from './criteria.js';
import { blockMarkers, failureMarkers } from './markers.js';

export type ReviewVerdict = 'PASS' | 'RETRY' | 'BLOCK';

/** What is reviewed. */
export interface Submission {
  readonly criteria: string;
  readonly report: string;
}

/** The judgement, and what it rests on. */
export interface Review {
  readonly verdict: ReviewVerdict;
  /** Words for programs, such as `missing_checks:2`; at least one. */
  readonly reasons: readonly string[];
  /** The criteria that the report says nothing of. */
  readonly missing: readonly string[];
}

/** Judges a report; what would be a retry is BLOCK when the task has no retry left. */
export function review(
  { criteria, report }: Submission,
  budget: Pick<TaskFacts, 'retries' | 'maxRetries'>,
): Review {
  const wanted = criteriaIn(criteria);
  const missing = uncovered(wanted, report);
  const blocking = blockMarkers(report);
  if (blocking.length > 0) {
    return { verdict: 'BLOCK', reasons: [`explicit_block_marker:${blocking.join(',')}`], missing };
  }
  const failures = failureMarkers(report);
  const shortcomings = [
    ...(wanted.length === 0 ? ['no_criteria'] : []),
    ...(report.trim() === '' ? ['empty_report'] : []),
    ...(missing.length > 0 ? [`missing_checks:${missing.length}`] : []),
    ...(failures.length > 0 ? [`failure_markers:${failures.join(',')}`] : []),
  ];
  if (shortcomings.length === 0) {
    return { verdict: 'PASS', reasons: ['all_success_criteria_covered'], missing };
  }
  const { retries, maxRetries } = budget;
  if (retries < maxRetries) return { verdict: 'RETRY', reasons: shortcomings, missing };
  const reasons = [...shortcomings, `retry_limit_reached:${retries}/${maxRetries}`];
  return { verdict: 'BLOCK', reasons, missing };
}

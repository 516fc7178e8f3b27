/**
 * The one door to core: what others may use, name by name. Nothing deeper is imported from outside.
 */

export { checkStore } from './consistency/check-store.js';
export type { Handled, Handler, WorkerOptions } from './engine/run-worker.js';
export { runWorker } from './engine/run-worker.js';
export type { WatchdogParts } from './engine/watchdog.js';
export { watch } from './engine/watchdog.js';
export type { Ending } from './engine/worker.js';
export type { ErrorCode } from './errors.js';
export {
  Busy,
  CodedError,
  ConfigError,
  Corrupt,
  DuplicateId,
  hasCode,
  IllegalTransition,
  Invalid,
  LeaseLost,
  NotFound,
  StoreFull,
  StoreUnavailable,
  UsageError,
} from './errors.js';
export type { Budget, BudgetState } from './guardrails/budget.js';
export { budgetState, checkedBudget, DEFAULT_BUDGET } from './guardrails/budget.js';
export type {
  CompactReport,
  ReportSection,
  ReportStatus,
  ReportSubject,
  SectionText,
  Severity,
  Violation,
} from './guardrails/compact-report.js';
export {
  estimateTokens,
  parseCompactReport,
  REPORT_SECTIONS,
  reportViolations,
} from './guardrails/compact-report.js';
export type { Action, GuardrailVerdict, WorkerReport } from './guardrails/decision.js';
export { decide } from './guardrails/decision.js';
export { judge } from './guardrails/judge.js';
export { countTokens } from './guardrails/tokenizer.js';
export type { Review, ReviewVerdict } from './review/review.js';
export type { WaitTerms } from './store/busy.js';
export { whenFree } from './store/busy.js';
export type { StoreOptions } from './store/open.js';
export { openStore } from './store/open.js';
export type { Pruned, PruneTerms, Pruning } from './store/pruning.js';
export type {
  Census,
  ClaimTerms,
  Completion,
  EventTerms,
  Failure,
  HandedIn,
  ImportedTask,
  ImportOutcome,
  ImportTerms,
  ListQuery,
  OperatorCommand,
  ReviewedRun,
  Routed,
  SeriesDraft,
  Store,
  Swept,
  TokenScope,
} from './store/store.js';
export type { CheckedDraft } from './task/draft.js';
export { checkedDraft, DEFAULT_MAX_RETRIES } from './task/draft.js';
export type { EventData, EventType, TaskEvent } from './task/event.js';
export { eventSeq, fencingToken, taskId, workerId } from './task/ids.js';
export { backoffAfter, checkedBackoff, DEFAULT_BACKOFF } from './task/retry.js';
export type {
  Backoff,
  Blocked,
  BlockedReason,
  Done,
  EventSeq,
  Failed,
  FailureClass,
  FencingToken,
  InProgress,
  Lease,
  LeaseProof,
  Pending,
  Priority,
  Status,
  Task,
  TaskDraft,
  TaskFacts,
  TaskId,
  WorkerId,
} from './task/task.js';
export { PRIORITIES, STATUSES } from './task/task.js';
export type { Actor as TransitionActor, Transition, TransitionName } from './task/transitions.js';
export { mayMove, TRANSITIONS } from './task/transitions.js';
export type { Clock, DurationMs, EpochMs, MonotonicMs } from './time.js';
export { after, milliseconds, seconds, systemClock } from './time.js';

/**
 * The door for authors of scenarios and soak profiles: everything they may use of the harness, by name.
 */

export type { FinalState } from '../gates/record/history.js';
export { BASIC_GUARDS } from './checkers/basic.js';
export { CHECKERS } from './checkers/catalogue.js';
export type { Checker, CheckResult } from './checkers/checker.js';
export { attemptsBounded } from './checkers/safety/attempts-bounded.js';
export { backoffKept } from './checkers/safety/backoff-kept.js';
export { fencedSettlement } from './checkers/safety/fenced-settlement.js';
export { hardBudgetBlocks } from './checkers/safety/hard-budget-blocks.js';
export { oneRunPerKey } from './checkers/safety/one-run-per-key.js';
export { runsKeptApart } from './checkers/safety/runs-kept-apart.js';
export { singleHolder } from './checkers/safety/single-holder.js';
export type { E2e, Stage } from './e2e/e2e.js';
export { brokenAssumptions } from './history/assumptions.js';
export { createHistoryFile } from './history/history-file.js';
export type { HistorySink } from './history/recorder.js';
export { runReal } from './real/run-real.js';
export { temporaryFolder } from './real/temporary-folder.js';
export { KEPT_FOLDER, keepTraces, keptIn } from './run/kept.js';
export type { LiveView, RunResult } from './run/run.js';
export { type Arrivals, allAtOnce, bursts, perMinute } from './scenario/arrivals.js';
export { scenario } from './scenario/define.js';
export {
  always,
  between,
  type Drawn,
  minutes,
  oneOf,
  seconds,
  share,
} from './scenario/drawn.js';
export { type Duplicates, sameId, sameKey } from './scenario/duplicates.js';
export { ScenarioError } from './scenario/expect.js';
export {
  after,
  afterCall,
  anyWorker,
  before,
  during,
  every,
  type Faults,
  kill,
  lockStore,
  pause,
  type Strike,
} from './scenario/faults.js';
export {
  type Actors,
  BACKENDS,
  type Backend,
  type Plan,
  type PlannedFault,
  type PlannedTask,
  type RunBehaviour,
} from './scenario/plan.js';
export { dies, fails, failsForGood, type Run, sometimes, type WorkTerms, works } from './scenario/runs.js';
export type { Scenario } from './scenario/scenario.js';
export { fillStore, ioError, loseReplies, slowDisk } from './scenario/store-faults.js';
export { type Tasks, type TasksTerms, tasks } from './scenario/tasks.js';
export type { ScenarioTerms, Staging } from './scenario/terms.js';
export { skewClock, slowDown, stepClock } from './scenario/time-faults.js';
export { type Random, randomFrom } from './sim/random.js';
export { simulate } from './sim/simulate.js';
export type { SutHandle, SystemUnderTest } from './sut.js';

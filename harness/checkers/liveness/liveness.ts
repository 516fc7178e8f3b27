/**
 * The last phase of a run, in which everything is healed and no work is added: what most checks of liveness look at.
 * They speak of time, so they ask first whether the work that is left can be done in the time there is.
 */
import type { History, Op } from '../../../gates/record/history.js';
import { nameOf } from '../../history/ops.js';
import { USUAL_LATENCY_MS } from '../../sut.js';
import type { CheckResult } from '../checker.js';

export type Mark = Extract<Op, { type: 'mark' }>;

export interface Liveness {
  readonly heal: Mark;
  /** Null when the queue never drained. */
  readonly drained: Mark | null;
  /** Instant and line of the last operation. */
  readonly endedAt: number;
  readonly endedBy: number;
  /** Names of the actors that claim, without incarnation. */
  readonly workers: ReadonlySet<string>;
  /** Length of the longest run of a handler, ms. */
  readonly longestRunMs: number;
}

/** Judges the last phase; `unknown` when the run never came to it, or when no system could have kept up in it. */
export function inLiveness(history: History, judge: (phase: Liveness) => CheckResult): CheckResult {
  const phase = known.get(history) ?? lookAt(history);
  known.set(history, phase);
  return 'because' in phase ? phase : judge(phase);
}

/**
 * How late a healthy actor may be, ms: a call takes its time, a process that was killed must start first, and a call
 * that was slow when everything was healed stays so to its end, as do those that wait for its commit.
 */
export function latenessMs({ header, ops }: History): number {
  let slowest = 0;
  let longestCommitMs = 0;
  for (const op of ops) {
    if (op.type !== 'fault-start') continue;
    slowest = Math.max(slowest, op.fault.times ?? 0);
    longestCommitMs = Math.max(longestCommitMs, op.fault.commitMs ?? 0);
  }
  return (header.mode === 'simulated' ? 250 : 3000) + 2 * slowest * USUAL_LATENCY_MS + 2 * longestCommitMs;
}

const asking = new WeakMap<History, ReadonlySet<string>>();

/** Names of the actors that claim, without incarnation; looked for once a history. */
export function workersOf(history: History): ReadonlySet<string> {
  const seen = asking.get(history);
  if (seen) return seen;
  const names = new Set<string>();
  for (const op of history.ops) {
    if (op.type === 'invoke' && op.call.op === 'claim') names.add(nameOf(op.actor));
  }
  asking.set(history, names);
  return names;
}

type Unjudged = Extract<CheckResult, { result: 'unknown' }>;

/** More work than this part of what the workers could do is no feasible load: queues grow by themselves. */
const FEASIBLE = 0.3;

const known = new WeakMap<History, Liveness | Unjudged>();

function lookAt(history: History): Liveness | Unjudged {
  const heal = lastMark(history, 'heal');
  if (heal === null) return unjudged('nothing to judge: the run never came to its heal mark');
  const { ops, header } = history;
  const last = ops.at(-1) ?? heal;
  const runs = [...runsOf(ops)];
  const workers = workersOf(history);
  const capacityMs = workers.size * header.knobs.drainMs;
  const loadMs = loadAfter(heal.at, runs);
  if (loadMs > FEASIBLE * capacityMs) {
    return unjudged(
      `not applicable: ${Math.round(loadMs)} ms of work were left when everything was healed, ` +
        `more than ${FEASIBLE * 100} % of what ${workers.size} workers can do in ${header.knobs.drainMs} ms`,
    );
  }
  const longestRunMs = runs.reduce((longest, { from, to }) => Math.max(longest, to - from), 0);
  const drained = lastMark(history, 'drained');
  return { heal, drained, endedAt: last.at, endedBy: last.index, workers, longestRunMs };
}

function unjudged(because: string): Unjudged {
  return { result: 'unknown', because };
}

function lastMark({ ops }: History, mark: Mark['mark']): Mark | null {
  const found = ops.findLast((op) => op.type === 'mark' && op.mark === mark);
  return found?.type === 'mark' ? found : null;
}

interface FinishedRun {
  readonly task: string;
  readonly from: number;
  readonly to: number;
}

/** Runs of handlers that came to their end. */
function* runsOf(ops: readonly Op[]): Iterable<FinishedRun> {
  const begun = new Map<string, number>();
  for (const op of ops) {
    if (op.type === 'run-start') begun.set(op.actor, op.at);
    const from = op.type === 'run-end' ? begun.get(op.actor) : undefined;
    if (op.type === 'run-end' && from !== undefined) yield { task: op.task, from, to: op.at };
  }
}

/** Handler time after an instant. A task counts once, by its longest run: running it again and again excuses nobody. */
function loadAfter(at: number, runs: readonly FinishedRun[]): number {
  const longest = new Map<string, number>();
  for (const { task, from, to } of runs) {
    longest.set(task, Math.max(longest.get(task) ?? 0, to - Math.max(from, at)));
  }
  return [...longest.values()].reduce((sum, ms) => sum + ms, 0);
}

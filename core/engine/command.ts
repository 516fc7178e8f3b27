/**
 * The real `Execute`: one command per run. The task reaches it as JSON on standard input and by ids in the
 * environment; the task's text never becomes part of a command line. What its exit means is a table.
 */
import type { WorkerReport } from '../guardrails/decision.js';
import type { FailureClass, InProgress } from '../task/task.js';
import type { Clock, DurationMs } from '../time.js';
import { seconds } from '../time.js';
import { pause } from './pause.js';
import { type ProcessExit, startProcessGroup } from './process-group.js';
import { reportReader } from './report-reader.js';
import type { RunOutcome } from './settle.js';
import type { Execute } from './worker.js';

export interface CommandTerms {
  readonly words: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Longest run; the command is then stopped and the run fails as transient. */
  readonly runLimit: DurationMs;
  /** From SIGTERM to SIGKILL. */
  readonly stopGrace: DurationMs;
}

/**
 * Exit codes that no retry can turn into success: bad data, missing permission, bad configuration (sysexits.h).
 */
const permanentCodes: ReadonlySet<number> = new Set([65, 77, 78]);
const keptErrorCharacters = 4_096;
const shownErrorCharacters = 300;

/** Runs the command for each task it is given. */
export function commandExecute(terms: CommandTerms): Execute {
  return async (task, signal) => {
    if (signal.aborted) return failed('transient', textOf(signal.reason), null);
    const reader = reportReader();
    let errorText = '';
    const group = startProcessGroup({
      words: terms.words,
      env: {
        ...terms.env,
        ORCH_TASK_ID: task.id,
        ORCH_RUN: `${task.run}`,
        ORCH_FENCE: `${task.lease.fence}`,
        ...(task.traceparent === null ? {} : { TRACEPARENT: task.traceparent }),
      },
      input: `${JSON.stringify(taskInput(task))}\n`,
      clock: terms.clock,
      drainFor: seconds(1),
      onOutput: (text) => reader.read(text),
      onErrorOutput: (text) => {
        errorText = (errorText + text).slice(-keptErrorCharacters);
      },
    });
    const ended = new AbortController();
    const stopped = stopWhenAsked(signal, terms, ended.signal);
    const interrupted = stopped.then(async (why) => {
      if (why !== null) await group.terminate(terms.stopGrace);
      return why;
    });
    const exit = await group.exit;
    ended.abort();
    return outcomeOf({
      exit,
      errorText,
      interrupted: await interrupted,
      report: () => reader.end(),
      run: task.run,
    });
  };
}

/** Why the command must stop: the caller's reason or the run limit; null when it ended by itself. */
async function stopWhenAsked(
  signal: AbortSignal,
  terms: CommandTerms,
  ended: AbortSignal,
): Promise<string | null> {
  const wake = new AbortController();
  const onEvent = () => wake.abort();
  signal.addEventListener('abort', onEvent);
  ended.addEventListener('abort', onEvent);
  if (signal.aborted || ended.aborted) wake.abort();
  await pause(terms.clock, terms.runLimit, wake.signal);
  signal.removeEventListener('abort', onEvent);
  ended.removeEventListener('abort', onEvent);
  if (ended.aborted) return null;
  if (signal.aborted) return textOf(signal.reason);
  return `the run limit of ${terms.runLimit / 1000} s is over`;
}

interface RunEnd {
  readonly exit: ProcessExit;
  readonly errorText: string;
  readonly interrupted: string | null;
  readonly report: () => WorkerReport | null;
  readonly run: number;
}

function outcomeOf(end: RunEnd): RunOutcome {
  let report: WorkerReport | null;
  try {
    report = end.report();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failed('permanent', error.message, null);
  }
  if (end.interrupted !== null) return failed('transient', end.interrupted, report);
  switch (end.exit.kind) {
    case 'unstarted':
      return failed('transient', `the command could not be started: ${end.exit.error.message}`, report);
    case 'signal':
      return failed('transient', `killed by ${end.exit.signal}${lastLine(end.errorText)}`, report);
    case 'code':
      if (end.exit.code === 0)
        return { kind: 'done', notes: `run ${end.run} finished with exit code 0`, report };
      return failed(classOf(end.exit.code), `exit code ${end.exit.code}${lastLine(end.errorText)}`, report);
  }
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function classOf(code: number): FailureClass {
  return permanentCodes.has(code) ? 'permanent' : 'transient';
}

function failed(kind: FailureClass, error: string, report: WorkerReport | null): RunOutcome {
  return { kind: 'failed', failure: { error, class: kind }, report };
}

function lastLine(errorText: string): string {
  const line = errorText.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? '' : `: ${line.slice(0, shownErrorCharacters)}`;
}

function taskInput(task: InProgress): Readonly<Record<string, string | number | null>> {
  return {
    id: task.id,
    priority: task.priority,
    task: task.task,
    successCriteria: task.successCriteria,
    notes: task.notes,
    idempotencyKey: task.idempotencyKey,
    dueAt: task.dueAt,
    run: task.run,
    retries: task.retries,
    maxRetries: task.maxRetries,
    lastError: task.lastError,
  };
}

/**
 * The real `Execute`: one command per run. The task reaches it as JSON on standard input, by ids in the environment,
 * and as an argument where its words ask for that; no shell ever reads a task's text. What its end means is the table
 * in `command-outcome.ts`.
 */
import type { WorkerReport } from '../guardrails/decision.js';
import type { InProgress } from '../task/task.js';
import type { Clock, DurationMs } from '../time.js';
import { seconds } from '../time.js';
import { type CommandEnd, type Interruption, outcomeOf } from './command-outcome.js';
import type { Words } from './fill-words.js';
import type { KeptOutput } from './kept-output.js';
import { pause } from './pause.js';
import { type ProcessGroup, startProcessGroup } from './process-group.js';
import { type ReportReader, reportReader } from './report-reader.js';
import type { RunOutcome } from './settle.js';
import type { Execute } from './worker.js';

export interface CommandTerms {
  readonly wordsFor: (task: InProgress) => Words;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Longest run; the command is then stopped and the run fails as transient. */
  readonly runLimit: DurationMs;
  /** From SIGTERM to SIGKILL. */
  readonly stopGrace: DurationMs;
  /** Exit codes that no retry can turn into success. */
  readonly permanentExits: ReadonlySet<number>;
  /** Keeps what a run prints; absent: nothing is kept. */
  readonly keepOutput?: (task: InProgress) => KeptOutput;
  /** Aborted when there is no time for `stopGrace`. */
  readonly hurry: AbortSignal;
}

const keptErrorCharacters = 4_096;
const shownErrorCharacters = 300;

/** Runs the command for each task it is given. */
export function commandExecute(terms: CommandTerms): Execute {
  return async (task, signal, spent) => {
    if (signal.aborted) return { kind: 'stopped', because: textOf(signal.reason), report: null };
    const reader = reportReader(task.id);
    const output = terms.keepOutput?.(task);
    let errorText = '';
    const group = startProcessGroup({
      words: terms.wordsFor(task),
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
      onOutput: (text) => {
        reader.read(text);
        output?.out(text);
        spent(reader.tokens());
      },
      onErrorOutput: (text) => {
        output?.err(text);
        errorText = (errorText + text).slice(-keptErrorCharacters);
      },
    });
    const end = await endOf(group, signal, terms);
    const outputPath = output?.end() ?? null;
    const report = reportOf(reader);
    if (report !== null && 'kind' in report) return report;
    return outcomeOf({
      ...end,
      lastError: lastLine(errorText),
      report,
      run: task.run,
      permanentExits: terms.permanentExits,
      outputPath,
    });
  };
}

/** How the command ended, and whether it had to: it is stopped at the caller's request and at the run limit. */
async function endOf(
  group: ProcessGroup,
  signal: AbortSignal,
  terms: CommandTerms,
): Promise<Pick<CommandEnd, 'exit' | 'interrupted'>> {
  const ended = new AbortController();
  const stopping = stopWhenAsked(signal, terms, ended.signal).then(async (why) => {
    if (why !== null) await group.terminate(terms.stopGrace, terms.hurry);
    return why;
  });
  const exit = await group.exit;
  ended.abort();
  return { exit, interrupted: await stopping };
}

/** Why the command must stop; null when it ended by itself. */
async function stopWhenAsked(
  signal: AbortSignal,
  terms: CommandTerms,
  ended: AbortSignal,
): Promise<Interruption | null> {
  await pause(terms.clock, terms.runLimit, AbortSignal.any([signal, ended]));
  if (ended.aborted) return null;
  if (signal.aborted) return { by: 'caller', because: textOf(signal.reason) };
  return { by: 'run-limit', because: `the run limit of ${terms.runLimit / 1000} s is over` };
}

/** The report; what cannot be read as one is a failure that no retry mends. */
function reportOf(reader: ReportReader): WorkerReport | null | RunOutcome {
  try {
    return reader.end();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'failed', failure: { error: error.message, class: 'permanent' }, report: null };
  }
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function lastLine(errorText: string): string {
  const line = errorText.trim().split('\n').at(-1)?.trim() ?? '';
  return line.slice(0, shownErrorCharacters);
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

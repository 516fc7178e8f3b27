/**
 * What the programs that run by themselves say beside their answers: sentences for people, or, when it is asked for,
 * a JSON line for each claim, ending and recovery. The library for it is loaded only then.
 */
import { type Command, Option } from 'commander';
import type { Ending } from '../../engine/worker.js';
import type { Store, Swept } from '../../store/store.js';
import type { TaskEvent } from '../../task/event.js';
import type { InProgress, TaskId } from '../../task/task.js';
import type { Log } from '../../telemetry/log.js';
import { LOG_LEVELS, type LogLevel } from '../../telemetry/log-level.js';
import { readEvents } from '../event-log.js';
import { runVerdict } from '../run-verdict.js';
import type { Context } from '../world.js';

export interface LogOptions {
  readonly logFormat: 'text' | 'json';
  readonly logLevel: LogLevel;
}

/** Adds `--log-format` and `--log-level`. */
export function withLogOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--log-format <format>', 'what is said on standard error: sentences, or a JSON line each')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--log-level <level>', 'the least grave JSON line').choices(LOG_LEVELS).default('info'),
    );
}

export interface LoopLog {
  claimed(task: InProgress): void;
  /** Told of each run once, with the task as it was claimed. */
  ended(ending: Ending, task: InProgress, store: Store): Promise<void>;
  /** Told after each pass that moved something. @throws what reading the store throws */
  swept(swept: Swept, store: Store): Promise<void>;
  /** Takes the place of the context's, so that standard error has one form. */
  notice(text: string): void;
}

/** The log of one run of `program`. */
export async function openLoopLog(
  program: string,
  { logFormat, logLevel: level }: LogOptions,
  { world, traceId, notice }: Context,
): Promise<LoopLog> {
  const { clock } = world;
  if (logFormat === 'text')
    return { claimed: () => undefined, ended: async () => undefined, swept: async () => undefined, notice };
  const { openLog } = await import('../../telemetry/log.js');
  const log = openLog({ level, program, traceId, clock, write: (line) => world.err(line) });
  return {
    claimed: (task) => log.info(factsOf(task), 'claimed'),
    async ended(ending, task, store) {
      const facts = { ...factsOf(task), duration_ms: Math.max(0, clock.now() - task.startedAt) };
      logEnding(log, ending, { ...facts, ...(await verdictFacts(ending, store)) });
    },
    async swept({ requeued, exhausted }, store) {
      for (const id of requeued) log.info(await recovery(store, id, 'retried'), 'requeued');
      for (const id of exhausted) log.warn(await recovery(store, id, 'failed'), 'exhausted');
    },
    notice: (text) => log.warn(text),
  };
}

type Facts = Readonly<Record<string, string | number | null>>;

function factsOf({ id, run, lease, traceparent }: InProgress): Facts {
  return { task_id: id, run, worker: lease.holder, traceparent };
}

/** What is known of a settled run alone. */
async function verdictFacts(ending: Ending, store: Store): Promise<Facts> {
  return ending.kind === 'lost' ? {} : { ...(await runVerdict(ending.task, store)) };
}

function logEnding(log: Log, ending: Ending, facts: Facts): void {
  if (ending.kind === 'lost') {
    log.warn({ ...facts, outcome: 'lost', because: ending.because }, 'lost');
    return;
  }
  const { status } = ending.task;
  const line = [{ ...facts, outcome: status }, 'settled'] as const;
  if (status === 'DONE' || status === 'PENDING') log.info(...line);
  else log.warn(...line);
}

/** What the log of the store says of the recovery: the task itself may have moved on since. */
async function recovery(store: Store, id: TaskId, type: TaskEvent['type']): Promise<Facts> {
  const event = (await readEvents(store, { taskId: id })).findLast((each) => each.type === type);
  const told = (key: string) => (event?.data[key] as string | undefined) ?? null;
  return {
    task_id: id,
    run: event?.run ?? null,
    worker: told('previous_owner') ?? told('holder'),
    traceparent: told('traceparent'),
    outcome: event?.to ?? null,
  };
}

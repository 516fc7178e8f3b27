/**
 * What the end of a command means for its task. Pure. The report's form is judged elsewhere, before any of this counts.
 *
 * | The command | its report says | the task is |
 * | --- | --- | --- |
 * | was stopped with its worker | | handed back |
 * | ran into the run limit, was killed, did not start | | FAILED, transient |
 * | has an argument that no program can be given | | FAILED for good |
 * | exited with 0 | DONE, or there is none | DONE |
 * | exited with 0 | FAILED | FAILED, transient |
 * | exited with 0 | BLOCKED | BLOCKED; what it says under Next is what a person has to do |
 * | exited with a permanent code | | FAILED for good |
 * | exited with 75 or any other code | | FAILED, transient |
 */
import { parseCompactReport } from '../guardrails/compact-report.js';
import type { WorkerReport } from '../guardrails/decision.js';
import type { FailureClass } from '../task/task.js';
import type { ProcessExit } from './process-group.js';
import type { RunOutcome } from './settle.js';

/** Exit code that asks for another try, by sysexits.h; it can never be permanent. */
export const TRY_AGAIN_EXIT = 75;

/** No retry helps (sysexits.h): wrong call, bad data, missing permission, bad configuration. */
export const PERMANENT_EXITS: ReadonlySet<number> = new Set([64, 65, 77, 78]);

/** Why a command had to stop. */
export interface Interruption {
  readonly by: 'caller' | 'run-limit';
  readonly because: string;
}

/** Everything known of one run when its command has ended. */
export interface CommandEnd {
  readonly exit: ProcessExit;
  /** The last line it printed as an error; empty when there is none. */
  readonly lastError: string;
  /** Null when it ended by itself. */
  readonly interrupted: Interruption | null;
  readonly report: WorkerReport | null;
  readonly run: number;
  readonly permanentExits: ReadonlySet<number>;
  /** The file that keeps what it printed, or null. */
  readonly outputPath: string | null;
}

/** The outcome of a run by the table above. */
export function outcomeOf(end: CommandEnd): RunOutcome {
  const { exit, interrupted, report } = end;
  if (interrupted !== null) {
    const { by, because } = interrupted;
    return by === 'caller' ? { kind: 'stopped', because, report } : failed('transient', because, end);
  }
  switch (exit.kind) {
    case 'unstarted':
      return failed('transient', `the command could not be started: ${exit.error.message}`, end);
    case 'unpassable':
      return failed('permanent', `the command could not be started: ${exit.because}`, end);
    case 'signal':
      return failed('transient', `killed by ${exit.signal}${lastErrorOf(end)}`, end);
    case 'code':
      if (exit.code === 0) return finished(end);
      return failed(classOf(exit.code, end), `exit code ${exit.code}${lastErrorOf(end)}`, end);
  }
}

function finished(end: CommandEnd): RunOutcome {
  const { report } = end;
  const { statuses, sections } = parseCompactReport(report?.text ?? '');
  const next = sections.Next?.texts.join(' ') ?? '';
  switch (statuses[0] ?? 'DONE') {
    case 'FAILED':
      return failed('transient', `the report says FAILED${next === '' ? '' : `; next: ${next}`}`, end);
    case 'BLOCKED':
      return {
        kind: 'blocked',
        nextAction: withOutput(next === '' ? 'find out from the report what is missing' : next, end),
        report,
      };
    default: {
      const notes = withOutput(`run ${end.run} finished with exit code 0`, end);
      return { kind: 'done', notes, report };
    }
  }
}

function classOf(code: number, { permanentExits }: CommandEnd): FailureClass {
  return permanentExits.has(code) ? 'permanent' : 'transient';
}

function failed(kind: FailureClass, error: string, end: CommandEnd): RunOutcome {
  return { kind: 'failed', failure: { error: withOutput(error, end), class: kind }, report: end.report };
}

function withOutput(text: string, { outputPath }: CommandEnd): string {
  return outputPath === null ? text : `${text} (output: ${outputPath})`;
}

function lastErrorOf({ lastError }: CommandEnd): string {
  return lastError === '' ? '' : `: ${lastError}`;
}

/**
 * The structured log of the programs that run long: one JSON object a line. Times come from the clock; whoever opens
 * the log says where lines go. Never logged: tokens, headers and bodies of requests, texts of tasks.
 */
import { type Logger, pino } from 'pino';
import type { Clock } from '../time.js';
import type { LogLevel } from './log-level.js';

/** Writes `fields` and a sentence; a field `err` holds an Error and is written with its stack. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface LogTerms {
  /** The least grave that is written. */
  readonly level: LogLevel;
  /** The name of the program, in every line. */
  readonly program: string;
  /** The id of this run, in every line; it is that of the run log. */
  readonly traceId: string;
  readonly clock: Clock;
  /** Takes one line with its line break. */
  readonly write: (line: string) => void;
}

/** Opens the log of one run of a program. */
export function openLog({ level, program, traceId, clock, write }: LogTerms): Log {
  return pino(
    {
      level,
      base: { program, run_trace_id: traceId },
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    { write },
  );
}

/**
 * The run log: two JSON lines per command, its start and its end. A log that cannot be written never fails the
 * command; the caller is told and says so. One line is one write, so that lines of several processes never mix.
 */
import { appendFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { formatIso, type ZoneMinutes } from '../queue-md/zone.js';
import type { Clock, MonotonicMs } from '../time.js';

export interface RunLogTerms {
  readonly path: string;
  readonly zone: ZoneMinutes;
  readonly clock: Clock;
  readonly traceId: string;
  readonly command: string;
  /** Told once when the log cannot be written. */
  readonly onUnwritable: (why: string) => void;
}

/** How a command ended. */
export interface RunEnd {
  readonly exitCode: number;
  readonly taskId: string | null;
  /** The line the command failed with, or null. */
  readonly error: string | null;
}

/** Writes the start line; the answer writes the end line. */
export function beginRunLog(terms: RunLogTerms): (end: RunEnd) => void {
  const startedAt = terms.clock.elapsed();
  let writable = true;
  const append = (event: string, more: Readonly<Record<string, string | number | null>>) => {
    if (!writable) return;
    try {
      makeFolder(dirname(terms.path));
      appendFileSync(terms.path, `${JSON.stringify({ ...common(terms, event), ...more })}\n`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      writable = false;
      terms.onUnwritable(`the run log ${terms.path} cannot be written: ${String(error.code)}`);
    }
  };
  append('run_start', {});
  return (end) => append('run_end', endFields(end, (terms.clock.elapsed() - startedAt) as MonotonicMs));
}

function common({ clock, zone, traceId, command }: RunLogTerms, event: string) {
  const at = clock.now();
  return { ts_kst: formatIso(at, zone), ts_epoch_ms: at, event, trace_id: traceId, command };
}

function endFields(
  { exitCode, taskId, error }: RunEnd,
  tookMs: number,
): Readonly<Record<string, string | number | null>> {
  return {
    exit_code: exitCode,
    status: exitCode === 0 ? 'ok' : 'error',
    item_id: taskId,
    duration_ms: Math.round(tookMs),
    ...(error === null ? {} : { error }),
  };
}

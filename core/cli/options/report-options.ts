/** The flags by which a person hands in a report, and the report they make. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '../../errors.js';
import type { WorkerReport } from '../../guardrails/decision.js';
import { wholeArgument } from './arguments.js';

export interface ReportOptions {
  readonly report?: string;
  readonly tokens?: number;
}

/** Adds `--report` and `--tokens`. */
export function withReportOptions(command: Command): Command {
  return command
    .option('--report <path>', 'the compact report; it is judged before the task is settled')
    .option('--tokens <n>', 'tokens used in this run', wholeArgument(0, 1_000_000_000))
    .option('--task-budget <soft,hard>', 'tokens that all runs of the task may use together');
}

/** The report to be judged, or null when none is handed in. @throws UsageError when it cannot be read */
export function reportOf({ report, tokens }: ReportOptions): WorkerReport | null {
  if (report === undefined && tokens === undefined) return null;
  return { tokens: tokens ?? 0, text: report === undefined ? null : readReport(report) };
}

/** The text of a report. @throws UsageError when it cannot be read */
export function readReport(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`expected --report to name a readable file, got ${path}: ${String(error.code)}`, {
      cause: error,
      hint: 'write the report to a file, or name the one it is in',
    });
  }
}

/**
 * What a command answers: one value as text and as JSON, and its exit code. Here too: the failures of a run that leave
 * nothing to judge and are a fault of the system or of a file, not of the harness.
 */
import { HistoryUnreadable } from '../history/history-file.js';
import { FolderTaken } from '../history/sole-file.js';
import { isProtocolError } from '../protocol.js';
import { RunOverdue } from '../real/run-real.js';
import { ArtefactUnreadable } from '../run/artefact.js';
import { folded, widthOf } from '../terminal/fold.js';
import { inset, printable } from '../terminal/printable.js';
import { EXIT_CODES } from './exit-code.js';

export interface Answer {
  readonly text: string;
  readonly json: unknown;
  readonly exitCode: number;
}

/** The option that every command takes. */
export interface JsonOption {
  readonly json?: true;
}

/** What to type when a system under test does not speak the protocol. */
const CHECK_IT = 'npx gate sut check --sut "…"';

/**
 * The answer for a run that could not be judged; `next` is for a system that does not speak the protocol.
 * @throws what is a fault of the harness
 */
export function answerFor(error: unknown, next: string = CHECK_IT): Answer & { readonly json: object } {
  if (isProtocolError(error)) return failed('invalid', `${inset(error.message)}\nnext: ${next}`);
  if (isOfFiles(error)) return failed('invalid', inset(error.message));
  if (error instanceof RunOverdue) return failed('unknown', inset(error.message));
  throw error;
}

/**
 * Prints the answer on stdout, its text printable and within the terminal's width. The exit code is set, never forced,
 * so that output is always whole.
 */
export function tell({ text, json, exitCode }: Answer, options: JsonOption): void {
  const { stdout } = process;
  stdout.write(
    `${options.json ? JSON.stringify(json, null, 2) : folded(printable(text), widthOf(stdout))}\n`,
  );
  process.exitCode = exitCode;
}

function isOfFiles(error: unknown): error is Error {
  return [HistoryUnreadable, ArtefactUnreadable, FolderTaken].some((kind) => error instanceof kind);
}

function failed(outcome: 'invalid' | 'unknown', because: string): Answer & { readonly json: object } {
  return { text: `${outcome}: ${because}`, json: { outcome, because }, exitCode: EXIT_CODES[outcome] };
}

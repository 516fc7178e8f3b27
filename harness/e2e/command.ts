/**
 * One program in a process of its own: what was typed, what it printed, how it ended. Output is kept up to a bound.
 */
import { once } from 'node:events';
import type { Supervisor } from '../real/supervisor.js';
import { wallClock } from '../real/wall-clock.js';

export interface Ran {
  /** As a person types it. */
  readonly command: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandTerms {
  readonly supervisor: Supervisor;
  /** The word a person types, and the file it stands for. */
  readonly program: { readonly name: string; readonly file: string };
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ran>;
}

const OUTPUT_LIMIT_CHARACTERS = 4 * 1024 * 1024;
const LAST_WORDS_MS = 1_000;

/** Starts the command; it gets an empty input. @throws when the system has no process to give. */
export function startCommand(terms: CommandTerms): Started {
  const { program, args, cwd, env, supervisor } = terms;
  const child = supervisor.start({ command: [process.execPath, program.file, ...args], env, cwd });
  if (child.pid === undefined) throw new Error(`expected ${program.name} to start, but there is no process`);
  child.stdin.end();
  const stdout = collected(child.stdout);
  const stderr = collected(child.stderr);
  return { pid: child.pid, ended: ran() };

  async function ran(): Promise<Ran> {
    const closed = once(child, 'close');
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    // A command of a killed worker may outlive it and keep its output open; what it prints is not waited for.
    await Promise.race([closed, wallClock().sleep(LAST_WORDS_MS)]);
    const command = [program.name, ...args.map(quoted)].join(' ');
    return { command, exitCode, signal, stdout: stdout(), stderr: stderr() };
  }
}

function collected(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-OUTPUT_LIMIT_CHARACTERS);
  });
  return () => text;
}

/** A word as a shell takes it: quoted where a plain one would be split or expanded. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

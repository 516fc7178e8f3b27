/** A part of a measurement in a process of its own, so that none inherits another's memory or warm code. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program of this folder, such as `scale/fill.js`: the JSON it prints. @throws Error when it fails */
export function answerOf<T>(program: string, ...words: readonly (string | number)[]): T {
  const file = fileURLToPath(new URL(`./${program}`, import.meta.url));
  const run = spawnSync(process.execPath, [file, ...words.map(String)], {
    encoding: 'utf8',
    maxBuffer: 256 * 1_048_576,
  });
  if (run.status === 0) return JSON.parse(run.stdout) as T;
  throw new Error(`${program} ended with ${run.status ?? run.signal}: ${run.stderr.trim()}`);
}

/** Says on standard error what goes on. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

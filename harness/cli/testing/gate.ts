/** Test support: the built `gate`, as a person types it from the project's folder. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where it is typed, and the program from there. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
export const program = 'dist/bin/gate.js';

export interface Typed {
  /** -1 when it was ended by a signal. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Types the words and waits for the end. */
export function gate(...words: readonly string[]): Promise<Typed> {
  const options = { cwd: projectRoot, maxBuffer: MOST_OUTPUT_BYTES };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** `orch` as a function, for tests: in a folder, on a given clock, with what it said as its answer. */
import type { Clock } from '../../time.js';
import { runOrch } from '../run.js';

/** How a command line ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs command lines as if typed in `folder`. Nothing is ever asked to stop. */
export function orchIn(folder: string, clock: Clock) {
  return async (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> => {
    const said = { out: '', err: '' };
    const code = await runOrch(argv, {
      env,
      cwd: folder,
      version: () => '1.2.3',
      clock,
      self: ['orch'],
      newTraceId: () => 'trace-000000000001',
      out: (text) => {
        said.out += text;
      },
      printed: async () => null,
      taken: async () => true,
      err: (text) => {
        said.err += text;
      },
      stopSignal: () => new AbortController().signal,
      hurrySignal: () => new AbortController().signal,
    });
    return { code, ...said };
  };
}

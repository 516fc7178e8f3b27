/** `orch` in a folder of its own for every case of a test file, on a clock that only moves when it is told to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type ManualClock, manualClock } from '../../store/contract/manual-clock.js';
import { orchIn, type Said } from './orch-in-folder.js';

export interface FreshOrch {
  readonly folder: string;
  readonly clock: ManualClock;
  /** Types a command line in the folder. */
  readonly orch: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Said>;
  /** Adds a task; `more` are further words of the command line. */
  readonly add: (id: string, ...more: readonly string[]) => Promise<Said>;
}

/** Makes the folder before each case and removes it after; to be called at the top of a test file. */
export function freshOrch(): FreshOrch {
  let folder = '';
  let clock = manualClock();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orch-'));
    clock = manualClock();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const orch: FreshOrch['orch'] = (argv, env) => orchIn(folder, clock)(argv, env);
  return {
    get folder() {
      return folder;
    },
    get clock() {
      return clock;
    },
    orch,
    add: (id, ...more) =>
      orch([
        'add',
        '--id',
        id,
        '--priority',
        'P1',
        '--task',
        `일 ${id}`,
        '--success-criteria',
        '된다',
        ...more,
      ]),
  };
}

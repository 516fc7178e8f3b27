/** MADE-UP RUNS FOR TESTS: a script as the judge reads it, without files. */
import type { StateMachine } from '../policy/state-machine.js';
import { type Final, type Replayed, replayRun } from '../replay/integrity.js';
import { decodeHistory } from '../replay/read-history.js';
import type { Run } from '../replay/run.js';
import type { RunScript } from './run-script.js';

/** Enough of the table of steps for made-up runs. */
export const MACHINE: StateMachine = {
  births: [{ to: ['PENDING'], by: ['added'] }],
  transitions: [
    { id: 'claim', from: 'PENDING', to: 'IN_PROGRESS', by: ['picked'] },
    { id: 'skip', from: 'PENDING', to: 'DONE', by: ['idempotency_skipped'] },
    { id: 'complete', from: 'IN_PROGRESS', to: 'DONE', by: ['done'] },
    { id: 'fail', from: 'IN_PROGRESS', to: 'FAILED', by: ['failed'] },
    { id: 'recover', from: 'IN_PROGRESS', to: 'PENDING', by: ['retried'] },
    { id: 'retry', from: 'FAILED', to: 'PENDING', by: ['retried'] },
    { id: 'block', from: 'IN_PROGRESS', to: 'BLOCKED', by: ['blocked'] },
    { id: 'unblock', from: 'BLOCKED', to: 'PENDING', by: ['retried', 'replan'] },
  ],
  completions: ['done'],
};

export interface ReadScript {
  readonly run: Run;
  readonly final: Final;
  readonly replayed: Replayed;
}

/** Reads a script back and replays it. @throws when the script is no valid history */
export function readScript(script: RunScript): ReadScript {
  const run = decodeHistory(script.historyText());
  if (!run.ok) throw new Error(`the script is no history: ${run.problem}`);
  const final = JSON.parse(script.finalText()) as Final;
  return { run: run.value, final, replayed: replayRun(run.value, final, MACHINE) };
}

/** Code and invariant of everything held against a script, integrity and budget alike. */
export function charges(script: RunScript): readonly string[] {
  const { accusations, budget } = readScript(script).replayed;
  return [...accusations, ...budget.accusations].map(({ code, invariant }) => `${code} ${invariant}`);
}

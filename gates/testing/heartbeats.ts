/** MADE-UP HEARTBEATS FOR TESTS of the judge: the watch over a soak that a script tells. */
import { sha256 } from '../record/digest.js';
import { GENESIS } from '../record/ledger.js';
import { type RunScript, START } from './run-script.js';

const BEAT_MS = 5_000;

/** A chain of heartbeats over a script. `change` may alter each beat before it is chained. */
export function heartbeatText(
  script: RunScript,
  change: (beat: Record<string, unknown>, index: number) => Record<string, unknown> | null = (beat) => beat,
): string {
  const real = script.header.mode === 'real';
  const lines: string[] = [];
  for (let at = 0; at <= script.at; at += BEAT_MS) {
    const beat = change(
      {
        at,
        wall: real ? START + at : null,
        monotonicMs: real ? at : null,
        submitted: 12,
        done: 0,
        failed: 0,
        blocked: 0,
        inProgress: 0,
        rssBytes: real ? 50_000_000 : null,
        openFds: real ? 20 : null,
        storeBytes: real ? 100_000 : null,
        cpuMs: real ? at / 10 : null,
        historyLines: script.ops.filter((op) => op.at <= at).length,
      },
      at / BEAT_MS,
    );
    if (beat === null) continue;
    const last = lines.at(-1);
    lines.push(
      JSON.stringify({ seq: lines.length + 1, ...beat, prev: last === undefined ? GENESIS : sha256(last) }),
    );
  }
  return `${lines.join('\n')}\n`;
}

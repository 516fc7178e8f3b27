/** MADE-UP SOAKS FOR TESTS: a script as the judge reads a soak, without files. */
import { soakSlis } from '../readings/soak/slis.js';
import type { SoakReading } from '../readings/soak/soak.js';
import type { Heartbeat } from '../record/artefacts.js';
import { heartbeatText } from './heartbeats.js';
import { readScript } from './replayed.js';
import type { RunScript } from './run-script.js';

/** Reads a script as a soak. `change` may alter or leave out heartbeats. */
export function readSoakScript(script: RunScript, change?: Parameters<typeof heartbeatText>[1]): SoakReading {
  const read = readScript(script);
  const { scenario, mode } = script.header;
  const ref = { path: 'history.jsonl', at: null, sha256: 'a'.repeat(64) };
  const record = { claimed: { result: 'PASSED', counts: {} } } as SoakReading['record'];
  return {
    ...read,
    plan: null,
    historyPath: '',
    historyName: 'history.jsonl',
    name: scenario,
    mode: mode === 'real' ? 'wallclock' : 'simulated',
    heartbeats: heartbeatText(script, change)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Heartbeat),
    intendedAt: script.submittedAt,
    slis: soakSlis(read, { intendedAt: script.submittedAt, recoverySlackMs: 5_000 }),
    summary: { profile: scenario, verdict: 'healthy', episodes: [], slis: { values: {} } },
    confession: { episodes: [], contradictions: [] },
    record,
    refs: { history: ref, heartbeats: ref },
  };
}

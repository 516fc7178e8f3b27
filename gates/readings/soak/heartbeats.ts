/** The heartbeats of a soak: an unbroken chain of lines and, of a real run, the clocks of the machine. */
import { readFile } from 'node:fs/promises';
import { type Heartbeat, heartbeatSchema } from '../../record/artefacts.js';
import { type Decoded, decodeJson } from '../../record/decode.js';
import { sha256 } from '../../record/digest.js';
import { GENESIS } from '../../record/ledger.js';
import type { ItemReader } from '../reader.js';
import { lengthsAgree } from '../time.js';

/** Reads heartbeats and verifies their chain: dense numbers, each naming the digest of the line before it. */
export async function readHeartbeats(path: string): Promise<Decoded<readonly Heartbeat[]>> {
  const text = await readFile(path, 'utf8');
  if (!text.endsWith('\n')) return { ok: false, problem: 'the last line has no end' };
  const heartbeats: Heartbeat[] = [];
  let head = GENESIS;
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const decoded = decodeJson(line, heartbeatSchema);
    if (!decoded.ok) return { ok: false, problem: `line ${index + 1}, ${decoded.problem}` };
    const { seq, prev, at, historyLines } = decoded.value;
    const before = heartbeats.at(-1);
    if (seq !== index + 1 || prev !== head)
      return { ok: false, problem: `line ${index + 1} breaks the chain` };
    if (before !== undefined && (at < before.at || historyLines < before.historyLines)) {
      return { ok: false, problem: `line ${index + 1} goes back` };
    }
    heartbeats.push(decoded.value);
    head = sha256(line);
  }
  return { ok: true, value: heartbeats };
}

/** A wall-clock run's heartbeats carry both clocks of the machine, and these agree. */
export function checkHeartbeatClocks(reader: ItemReader, heartbeats: readonly Heartbeat[]): void {
  const [first, last] = [heartbeats[0], heartbeats.at(-1)];
  if (first === undefined || last === undefined) return;
  const clockless = heartbeats.find(({ wall, monotonicMs }) => wall === null || monotonicMs === null);
  if (clockless !== undefined) {
    reader.problem({
      code: 'SOAK_NOT_WALLCLOCK',
      because: `heartbeat ${clockless.seq} of a wall-clock run carries no clock`,
      measured: 'no clock',
      limit: 'wall and monotonic clock in every heartbeat',
      artefact: 'heartbeats.ndjson',
    });
    return;
  }
  const wallMs = (last.wall ?? 0) - (first.wall ?? 0);
  const monotonicMs = (last.monotonicMs ?? 0) - (first.monotonicMs ?? 0);
  const logicalMs = last.at - first.at;
  if (lengthsAgree(wallMs, monotonicMs) && lengthsAgree(logicalMs, monotonicMs)) return;
  reader.problem({
    code: 'SOAK_NOT_WALLCLOCK',
    because: 'the clocks in the heartbeats disagree about how long the run took',
    measured: `${logicalMs} ms on the run's clock, ${wallMs} ms on the wall, ${monotonicMs} ms monotonic`,
    limit: 'within 0.1 % and 2 s',
    artefact: 'heartbeats.ndjson',
  });
}

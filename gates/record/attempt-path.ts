/** Where the folder of an attempt lies below the folder of its candidate. Pure; producers and judge share it. */
import { posix } from 'node:path';
import type { EvidenceKind, TimeMode } from './record.js';

/** The room of each kind below `evidence/` or `simulated/`. */
const ROOM: Readonly<Record<EvidenceKind, string>> = {
  'test-suite': 'suite',
  'e2e-scenario': 'e2e',
  'failure-scenario': 'scenario',
  exploration: 'exploration',
  proof: 'proof',
  'soak-segment': 'soak',
  'soak-sim': 'soak',
};

/** Relative POSIX path of an attempt's folder. What is not wall-clock evidence has a room of its own. */
export function attemptPath(
  { kind, name, mode }: { readonly kind: EvidenceKind; readonly name: string; readonly mode: TimeMode },
  attempt: number,
): string {
  return posix.join(mode === 'wallclock' ? 'evidence' : 'simulated', ROOM[kind], name, String(attempt));
}

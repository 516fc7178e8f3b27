/**
 * One bar a soak: how much of the time it needs is credited. A soak the policy asks for and nobody ran is an empty
 * bar.
 */
import type { Verdict } from '../../verdict/verdict.js';
import { duration } from '../figures.js';
import { lookOfEvidence } from '../status-look.js';
import { timeModeView } from './time-mode.js';

export function soakProgress({ soaks, evidence }: Verdict) {
  const ran = soaks.map((soak) => ({
    name: soak.name,
    mode: timeModeView(soak.mode),
    share: shareOf(soak.creditedMs, soak.neededMs),
    figures: credited(soak.creditedMs, soak.neededMs),
    problem: null,
  }));
  const absent = evidence
    .filter(({ kind, state }) => (kind === 'soak-segment' || kind === 'soak-sim') && state !== 'valid')
    .filter((item) => !soaks.some(({ name, mode }) => name === item.name && mode === item.mode))
    .map((item) => ({
      name: item.name,
      mode: timeModeView(item.mode),
      share: 0,
      figures: 'nothing credited',
      problem: lookOfEvidence(item.state),
    }));
  return [...ran, ...absent];
}

/** `61 h 24 min of 72 h`. */
export function credited(creditedMs: number, neededMs: number | null): string {
  if (creditedMs === 0 && neededMs === null) return 'none credited';
  return neededMs === null ? duration(creditedMs) : `${duration(creditedMs)} of ${duration(neededMs)}`;
}

function shareOf(creditedMs: number, neededMs: number | null): number {
  return neededMs === null || neededMs <= 0 ? 1 : creditedMs / neededMs;
}

/** The real soak runs that a check asks for, one or several: all of them, and those that can be used. */
import type { Docket } from '../../docket/docket.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { Reason } from '../../verdict/criterion-finding.js';
import { type Found, lookUp } from '../finding.js';

/** A soak run as a check finds it; `soak` is null when the evidence cannot be used. */
export interface FoundSoak {
  readonly found: Found;
  readonly soak: SoakReading | null;
}

/** Looks up a real soak run. */
export function realSoak(docket: Docket, name: string): FoundSoak {
  const found = lookUp(docket, { kind: 'soak-segment', name, mode: 'wallclock' });
  const soak = docket.soaks.get(found.id) ?? null;
  return { found, soak: found.reasons.length > 0 ? null : soak };
}

export interface UsableSoak {
  readonly found: Found;
  readonly soak: SoakReading;
}

export interface SoaksFound {
  readonly all: readonly Found[];
  readonly usable: readonly UsableSoak[];
  /** Why others cannot be used. */
  readonly reasons: readonly Reason[];
}

/** Looks up real soak runs by name. */
export function soaksOf(names: readonly string[], docket: Docket): SoaksFound {
  const all = names.map((name) => realSoak(docket, name));
  return {
    all: all.map(({ found }) => found),
    usable: all.flatMap(({ found, soak }): UsableSoak[] => (soak === null ? [] : [{ found, soak }])),
    reasons: all.flatMap(({ found }) => found.reasons),
  };
}

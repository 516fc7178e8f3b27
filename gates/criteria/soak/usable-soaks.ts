/** The real soak runs that a check over several of them asks for: all of them, and those that can be used. */
import type { Docket } from '../../docket/docket.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { Reason } from '../../verdict/criterion-finding.js';
import type { Found } from '../finding.js';
import { realSoak } from './checks.js';

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

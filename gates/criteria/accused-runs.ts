/** What is held against runs, as reasons; and what to type where they had too few chances to fail. */
import type { Docket } from '../docket/docket.js';
import type { PlacedRun } from '../docket/placed-runs.js';
import { nextFor } from '../plan/plan.js';
import type { Accusation } from '../replay/accusation.js';
import type { NextAction, Reason } from '../verdict/criterion-finding.js';
import { reason } from './finding.js';

/** At most this many accusations are told as reasons; the rest is told as a number. */
const MOST_TOLD = 20;

/** Where an accused run lies, for a reason. */
type Place = Pick<PlacedRun, 'what' | 'ref' | 'next'>;

export interface Against {
  readonly one: Place;
  readonly accusation: Accusation;
}

export function against(one: Place, accusations: readonly Accusation[]): readonly Against[] {
  return accusations.map((accusation) => ({ one, accusation }));
}

function accusationReason({ one, accusation }: Against): Reason {
  const { code, invariant, because, witness } = accusation;
  const at = witness.length === 0 ? null : `history.jsonl lines ${witness.join(', ')}`;
  return reason(code, {
    because: `${one.what}, ${invariant}: ${because}`,
    measured: '1',
    limit: '0',
    evidence: one.ref === null ? null : { ...one.ref, at },
    next: one.next,
  });
}

/** What adds most chances to fail: the longest piece of real evidence that the profile asks for. */
export function moreExposure({ items }: Docket): NextAction {
  const real = [...items.values()].map(({ item }) => item).filter(({ mode }) => mode === 'wallclock');
  const [longest] = real.sort((one, other) => other.takesMs - one.takesMs);
  return longest === undefined
    ? { owner: 'developers', command: 'npx gate plan', takesMs: null }
    : nextFor(longest);
}

/** The worst runs a check was given, told one by one. */
export function accusationReasons(accused: readonly Against[]): readonly Reason[] {
  return accused.slice(0, MOST_TOLD).map(accusationReason);
}

/** S1: several actors claim at once. Exactly one owns a task; the others are told so and wait. */
import type { CallOf } from '../../replay/run.js';
import { isCall } from '../../replay/run.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

type Claim = CallOf<'claim'>;

/** Evaluates S1. */
export function leaseContention({ run, replayed }: ReplayedRun): Evaluation {
  const claims = run.calls.filter((call): call is Claim => isCall(call, 'claim'));
  const racing = racingClaims(claims);
  const won = racing.filter((claim) => claim.outcome === 'ok' && claim.value !== null);
  const unhandled = replayed.accusations.filter(({ invariant }) => ['INV-01', 'INV-02'].includes(invariant));
  return {
    exposure: { races: racing.length, overlapping: won.length },
    witness: `${racing.length} claims raced with a claim of another actor; ${won.length} of them won a task`,
    expected: 'exactly one owner at a time; losers get nothing and ask again',
    unhandled,
  };
}

/** Claims whose interval overlaps the interval of another actor's claim, where at least one of both won a task. */
function racingClaims(claims: readonly Claim[]): readonly Claim[] {
  const racing = new Set<Claim>();
  let open: Claim[] = [];
  for (const claim of claims) {
    open = open.filter((other) => endOf(other) > claim.invoke);
    for (const other of open) {
      if (other.actor === claim.actor || !(isWon(claim) || isWon(other))) continue;
      racing.add(claim).add(other);
    }
    open.push(claim);
  }
  return [...racing];
}

function endOf(claim: Claim): number {
  return claim.ret ?? Number.POSITIVE_INFINITY;
}

function isWon(claim: Claim): boolean {
  return claim.outcome === 'ok' && claim.value !== null;
}

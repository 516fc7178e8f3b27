/**
 * Whether the checkers themselves are held to account: each is made blind in turn, and all of them careless, and a
 * history of the corpus that the sound ones judge right must show it. A checker that nothing misses proves nothing.
 */
import { CHECKERS } from '../catalogue.js';
import type { Checker, InvariantId } from '../checker.js';
import { BAD_LIVENESS } from './bad-liveness.js';
import { BAD_SAFETY } from './bad-safety.js';
import { CARELESS } from './careless.js';
import { GOOD_LIVENESS } from './good-liveness.js';
import { GOOD_SAFETY } from './good-safety.js';
import type { Told } from './told.js';

export interface CheckerMutant {
  readonly name: string;
  readonly says: string;
  /** The invariants that it accuses a run of. */
  readonly judge: Judge;
}

export interface CheckerProof extends Pick<CheckerMutant, 'name' | 'says'> {
  /** The history, in words, that it gets wrong and the sound checkers get right; null when there is none. */
  readonly caughtBy: string | null;
}

type Judge = (told: Told) => readonly InvariantId[];

export const CORPUS: readonly Told[] = [...GOOD_SAFETY, ...GOOD_LIVENESS, ...BAD_SAFETY, ...BAD_LIVENESS];

export const CHECKER_MUTANTS: readonly CheckerMutant[] = [
  ...CHECKERS.map(blinded),
  ...CARELESS.map(careless),
];

/** Every mutant, and what catches it. */
export function proveCheckers(
  mutants: readonly CheckerMutant[] = CHECKER_MUTANTS,
  corpus: readonly Told[] = CORPUS,
): readonly CheckerProof[] {
  const sound = corpus.filter((told) => isRight((run) => accusers(CHECKERS, run), told));
  return mutants.map(({ name, says, judge }) => {
    const caughtBy = sound.find((told) => !isRight(judge, told))?.says ?? null;
    return { name, says, caughtBy };
  });
}

/** The invariants that accuse a run, by number. */
export function accusers(
  checkers: readonly Checker[],
  { history, final }: Pick<Told, 'history' | 'final'>,
): readonly InvariantId[] {
  return checkers.flatMap(({ invariant, check }) =>
    check(history, final).result === 'violated' ? [invariant] : [],
  );
}

function isRight(judge: Judge, told: Told): boolean {
  return judge(told).join() === told.accused.join();
}

function blinded(blind: Checker): CheckerMutant {
  const { invariant, name } = blind;
  const others = CHECKERS.filter((one) => one !== blind);
  return {
    name: `${name}-is-blind`,
    says: `The checker of ${invariant} never accuses.`,
    judge: (told) => accusers(others, told),
  };
}

function careless({ name, says, reads }: (typeof CARELESS)[number]): CheckerMutant {
  return { name, says: `Every checker ${says}.`, judge: (told) => accusers(CHECKERS, reads(told)) };
}

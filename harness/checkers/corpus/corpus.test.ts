/** The checkers, themselves under test: right about every history of a fixed corpus, and wrong once one is careless. */
import { describe, expect, it } from 'vitest';
import { brokenAssumptions } from '../../history/assumptions.js';
import { CHECKERS } from '../catalogue.js';
import type { Checker } from '../checker.js';
import { BAD_LIVENESS } from './bad-liveness.js';
import { BAD_SAFETY } from './bad-safety.js';
import { CARELESS } from './careless.js';
import { GOOD_LIVENESS } from './good-liveness.js';
import { GOOD_SAFETY } from './good-safety.js';
import type { Told } from './told.js';

const CORPUS = [...GOOD_SAFETY, ...GOOD_LIVENESS, ...BAD_SAFETY, ...BAD_LIVENESS];

function accusers(checkers: readonly Checker[], { history, final }: Pick<Told, 'history' | 'final'>) {
  const results = checkers.map(({ invariant, check }) => ({ invariant, ...check(history, final) }));
  return results.filter(({ result }) => result === 'violated').map(({ invariant }) => invariant);
}

/** The histories of the corpus that `judge` gets wrong. */
function wrongAbout(judge: (told: Told) => readonly string[]): readonly string[] {
  return CORPUS.filter((told) => judge(told).join() !== told.accused.join()).map(({ says }) => says);
}

describe('the checkers', () => {
  it.each(CORPUS)('are right: $says', (told) => {
    expect(accusers(CHECKERS, told)).toEqual(told.accused);
  });

  it('judge histories that a run could have written', () => {
    expect(CORPUS.flatMap(({ history }) => brokenAssumptions(history))).toEqual([]);
  });
});

describe('a careless judge gets a history of the corpus wrong', () => {
  it.each(CHECKERS)('who never accuses under $invariant $name', (left) => {
    const others = CHECKERS.filter((one) => one !== left);

    expect(wrongAbout((told) => accusers(others, told))).not.toEqual([]);
  });

  it.each(CARELESS)('who $says', ({ reads, exposedBy }) => {
    expect(wrongAbout((told) => accusers(CHECKERS, reads(told)))).toContain(exposedBy);
  });
});

/** The checkers, themselves under test: right about every history of a fixed corpus, and wrong once one is careless. */
import { describe, expect, it } from 'vitest';
import { brokenAssumptions } from '../../history/assumptions.js';
import { CHECKERS } from '../catalogue.js';
import { CARELESS } from './careless.js';
import { accusers, CHECKER_MUTANTS, CORPUS, proveCheckers } from './prove-checkers.js';

describe('the checkers', () => {
  it.each(CORPUS)('are right: $says', (told) => {
    expect(accusers(CHECKERS, told)).toEqual(told.accused);
  });

  it('judge histories that a run could have written', () => {
    expect(CORPUS.flatMap(({ history }) => brokenAssumptions(history))).toEqual([]);
  });
});

describe('a bug planted in the checkers', () => {
  it.each(proveCheckers())('is caught by a history of the corpus: $name', ({ caughtBy }) => {
    expect(caughtBy).not.toBeNull();
  });

  it('is planted in each of them', () => {
    const names = CHECKER_MUTANTS.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(CHECKERS.map(({ name }) => `${name}-is-blind`)));
    expect(names).toHaveLength(CHECKERS.length + CARELESS.length);
  });

  it.each(CARELESS)('of $name is shown by the history made for it', ({ name, exposedBy }) => {
    const mutants = CHECKER_MUTANTS.filter((mutant) => mutant.name === name);
    const corpus = CORPUS.filter(({ says }) => says === exposedBy);

    expect(proveCheckers(mutants, corpus)).toMatchObject([{ caughtBy: exposedBy }]);
  });

  it('is caught by nothing when no history misses what it overlooks', () => {
    const corpus = CORPUS.filter(({ accused }) => accused.length === 0);
    const blind = CHECKER_MUTANTS.filter(({ name }) => name === 'single-holder-is-blind');

    expect(proveCheckers(blind, corpus)).toMatchObject([{ caughtBy: null }]);
  });
});

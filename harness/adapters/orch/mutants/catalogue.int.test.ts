/** Holds the catalogue of planted bugs to its files and to the table that tells of them. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CHECKERS } from '../../../checkers/catalogue.js';
import { MUTANTS, mutantNamed } from './mutant.js';
import { NONDETERMINISTIC } from './mutation.js';

describe('the catalogue of planted bugs', () => {
  it('has one for every invariant', () => {
    const invariants = CHECKERS.map(({ invariant }) => invariant);

    expect(MUTANTS.slice(0, invariants.length).map(({ breaks }) => breaks)).toEqual(invariants);
    const known = [...invariants, NONDETERMINISTIC];
    expect(known).toEqual(expect.arrayContaining(MUTANTS.map(({ breaks }) => breaks)));
  });

  it('names each after its file', async () => {
    const files = await readdir(new URL('.', import.meta.url));

    expect(files).toEqual(expect.arrayContaining(MUTANTS.map(({ name }) => `${name}.ts`)));
  });

  it('lists the names there are when it is asked for another', () => {
    expect(() => mutantNamed('no-such-bug')).toThrow(
      /got "no-such-bug"; there are: claim-shares-a-lease, settle/,
    );
  });

  it('is the one that docs/mutants.md tells of: what each breaks, and what each does wrong', () => {
    const told = readFileSync(new URL('../../../../docs/mutants.md', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
      .map(([, name, breaks, says]) => ({ name, breaks, says }));

    expect(told).toEqual(MUTANTS.map(({ name, breaks, says }) => ({ name, breaks, says })));
  });
});

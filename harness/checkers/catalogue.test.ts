/** Holds docs/invariants.md to what exists: the table is a promise, and a cell that names nothing breaks it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../adapters/orch/mutants/mutant.js';
import { CAPABILITIES } from '../sut.js';
import { CHECKERS } from './catalogue.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cells = readFileSync(`${root}docs/invariants.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| INV-'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const table = cells.map(([, id = '', says = '', file = '', checker = '', mutant = '']) => ({
  id,
  says,
  file,
  checker,
  mutant,
}));

describe('the table of invariants', () => {
  it('has one row for each checker, in order', () => {
    expect(table.map(({ id, checker }) => [id, checker])).toEqual(
      CHECKERS.map(({ invariant, name }) => [invariant, name]),
    );
  });

  it.each(table)('$id names a file that enforces it and a checker with a test', ({ file, checker, says }) => {
    expect(says).toMatch(/\.$/);
    expect([file, existsSync(root + file)]).toEqual([file, true]);
    const rooms = ['safety', 'liveness'].map((room) => `${root}harness/checkers/${room}/${checker}`);
    const [path] = rooms.filter((one) => existsSync(`${one}.ts`));

    expect(rooms).toContain(path);
    expect(existsSync(`${path}.test.ts`)).toBe(true);
  });

  it.each(table)('$id names a planted bug that breaks it', ({ id, mutant }) => {
    expect(MUTANTS.find(({ name }) => name === mutant)?.breaks).toBe(id);
  });
});

describe('checkers', () => {
  it('need only capabilities that the protocol knows', () => {
    const needs = CHECKERS.flatMap((checker) => (checker.needs === null ? [] : [checker.needs]));

    expect(CAPABILITIES).toEqual(expect.arrayContaining(needs));
  });
});

/**
 * Holds docs/behaviour.md to what exists: a rule without a test, or with one that is not there, is a promise that
 * nobody keeps. That a test which exists also ran is not looked for here: every layer is in the inventory of RC-P1,
 * which misses a collected test that has no result and allows no skip.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { settingNames } from '../core/config-fields.js';
import { TRANSITIONS } from '../core/task/transitions.js';
import { loadPolicy } from '../gates/policy/policy.js';
import { suiteOf } from '../harness/suite/run-suites.js';
import { problemsOf, rulesOf } from './behaviour-rules.js';
import { testTitles } from './test-titles.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const textOf = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const page = textOf('docs/behaviour.md');
const rules = rulesOf(page);
const cited = [...new Set(rules.flatMap(({ heldBy }) => heldBy.map(({ file }) => file)))];
const known = new Map(
  cited.filter((file) => existsSync(root + file)).map((file) => [file, testTitles(textOf(file))]),
);

/** The conformance suite is played by the test of a kind of store. */
const CONTRACT = 'core/store/contract/';
const PLAYED_BY = 'core/store/sqlite/sqlite-store.int.test.ts';

describe('docs/behaviour.md', () => {
  it('has rules in order, each with tests that exist', () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(problemsOf(rules, (file) => known.get(file) ?? null)).toEqual([]);
  });

  it('names no test outside of the layers that RC-P1 takes stock of', async () => {
    const { criteria } = await loadPolicy(`${root}gates/policy/rc.yaml`);
    const checks = criteria.find(({ id }) => id === 'RC-P1')?.checks ?? [];
    const stock = checks.flatMap((check) => (check.kind === 'tests.inventory' ? check.suites : []));
    const played = cited.map((file) => (file.startsWith(CONTRACT) ? PLAYED_BY : file));
    expect(played.filter((file) => !file.endsWith('.test.ts') || !stock.includes(suiteOf(file)))).toEqual([]);
  });

  it('names no theme of the conformance suite that the suite does not play', () => {
    const themes = cited
      .filter((file) => file.startsWith(CONTRACT))
      .map((file) => file.slice(CONTRACT.length));
    const suite = textOf(`${CONTRACT}store-contract.ts`);
    expect(themes.filter((theme) => !suite.includes(`'./${theme.replace(/\.ts$/, '.js')}'`))).toEqual([]);
  });

  it('has the steps of the transition table, one a row', () => {
    const rows = page.split('\n').filter((line) => /^\| [A-Z][A-Z_0-9]* \| /.test(line));
    const steps = rows.map((row) =>
      row
        .split('|')
        .slice(1, 5)
        .map((cell) => cell.trim()),
    );
    expect(steps).toEqual(
      TRANSITIONS.map(({ name, from, to, by }) => [name, from.join(', '), to.join(', '), by.join(', ')]),
    );
  });

  it('names every setting', () => {
    expect(settingNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

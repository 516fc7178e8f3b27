/** Holds the catalogue, the files and the README together, and every plan to what can be played. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../harness/adapters/orch/mutants/mutant.js';
import { checkPlan } from '../harness/workload/cast.js';
import { CATALOGUE, SCENARIOS, scenarioNamed } from './catalogue.js';
import { readmeText } from './readme.js';

const folder = fileURLToPath(new URL('./', import.meta.url));
const readme = readFileSync(`${folder}README.md`, 'utf8');

describe('the catalogue of scenarios', () => {
  it('has every scenario file of the folder, under the name of the file', () => {
    const files = readdirSync(folder).filter(
      (name) => /^[A-Z]\d+-.*\.ts$/.test(name) && !name.endsWith('.test.ts'),
    );

    expect(CATALOGUE.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it('is what the README says, to the letter', () => {
    expect(readme, 'write it again with: npm run scenarios:readme').toBe(readmeText());
  });

  it('has first what the release gate asks for, and nothing else is asked for', () => {
    expect(CATALOGUE.slice(0, SCENARIOS.length)).toEqual(SCENARIOS);
    expect(SCENARIOS.map(({ id }) => id.split('-')[0])).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']);
  });

  it.each(CATALOGUE)(
    '$id has a control that is a planted bug against one of its guards',
    ({ control, guards }) => {
      const mutant = MUTANTS.find(({ name }) => name === control);

      expect(guards.map(({ invariant }) => invariant)).toContain(mutant?.breaks);
    },
  );

  it.each(CATALOGUE)('$id needs what its guards need', ({ needs, guards }) => {
    const wanted = guards.flatMap((guard) => guard.needs ?? []);

    expect(needs).toEqual(expect.arrayContaining(wanted));
  });

  it.each(CATALOGUE)('$id makes plans that can be played, the same for the same seed', ({ plan }) => {
    for (const mode of ['simulated', 'real'] as const) {
      expect(() => checkPlan(plan(3, mode))).not.toThrow();
      expect(plan(3, mode)).toEqual(plan(3, mode));
    }
  });

  it('submits no two different tasks under one id', () => {
    for (const { plan } of CATALOGUE) {
      const firsts = plan(1, 'simulated').tasks.filter(({ fault }) => fault === null);
      expect(new Set(firsts.map(({ submit }) => submit.id)).size).toBe(firsts.length);
    }
  });

  it.each(['S2', 's2', 'S2-stuck-in-progress'])('finds a scenario by %s', (name) => {
    expect(scenarioNamed(name).id).toBe('S2-stuck-in-progress');
  });

  it('says what there is when asked for something else', () => {
    expect(() => scenarioNamed('S99')).toThrow(
      /^expected one of these scenarios: S1-lease-contention, .*; found "S99"$/,
    );
  });
});

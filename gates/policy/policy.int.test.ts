import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MUTANTS } from '../../harness/adapters/orch/mutants/mutant.js';
import { SCENARIOS } from '../../scenarios/catalogue.js';
import { evidencePlan } from '../plan/plan.js';
import { writePolicy } from '../testing/evidence-builder.js';
import { scenariosOf } from './checks.js';
import { loadPolicy, profileOf, selectedCriteria } from './policy.js';
import { PolicyError } from './policy-error.js';

const own = join(import.meta.dirname, 'rc.yaml');
let folder: string;
const file = (): string => join(folder, 'rc.yaml');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-policy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the project's own policy", () => {
  it('can be read, with its state machine and its list of skips', async () => {
    const policy = await loadPolicy(own);

    expect(policy.criteria.map(({ id }) => id)).toEqual([
      'RC-P1',
      'RC-P2',
      'RC-P3',
      'RC-P4',
      'RC-P5',
      'RC-P6',
      'RC-F1',
      'RC-F2',
      'RC-F3',
      'RC-F4',
      'RC-F5',
      'RC-A1',
      'RC-A2',
      'RC-A3',
      'RC-A4',
      'RC-A5',
    ]);
    expect(policy.machine.transitions.length).toBeGreaterThan(0);
  });

  it('lets only full end in PASS, and full asks for everything', async () => {
    const policy = await loadPolicy(own);

    const passing = Object.entries(policy.profiles).filter(([, { verdictName }]) => verdictName === 'PASS');

    expect(passing.map(([name]) => name)).toEqual(['full']);
    expect(selectedCriteria(policy, profileOf(policy, 'full'))).toHaveLength(16);
  });

  it('keeps the load and the objectives that the soak plan requires', async () => {
    const policy = await loadPolicy(own);
    const checks = policy.criteria
      .filter(({ id }) => id === 'RC-P3' || id === 'RC-P4')
      .flatMap((one) => one.checks);

    expect(checks).toMatchObject([
      { kind: 'soak.wallclock', credited: 86_400_000 },
      { kind: 'soak.load', plannedArrivals: 4_608 },
      {
        objectives: expect.arrayContaining([
          expect.objectContaining({ sli: 'task.end_to_end_p95', value: 90_000 }),
        ]),
      },
      { kind: 'soak.trend' },
      { kind: 'soak.wallclock', credited: 259_200_000 },
      { kind: 'soak.load', plannedArrivals: 27_000 },
      {
        objectives: expect.arrayContaining([
          expect.objectContaining({ sli: 'task.end_to_end_p95', value: 120_000 }),
        ]),
      },
      { kind: 'soak.abort', maxEpisodes: 0 },
    ]);
  });

  it.each([
    ['quick', 25, 'soak-smoke'],
    ['nightly', 27, 'soak-nightly'],
    ['full', 27, 'soak-24h'],
  ])('plans the evidence of %s', async (profile, count, soak) => {
    const plan = evidencePlan(await loadPolicy(own), profile, 'reports/rc/x');

    expect(plan).toHaveLength(count);
    expect(plan.filter(({ kind }) => kind === 'soak-segment').map(({ name }) => name)).toContain(soak);
    expect(
      plan.every(({ command }) => /^npx gate .*reports\/rc\/x/.test(command) && !command.includes('{')),
    ).toBe(true);
  });

  it('asks for the whole proof at night and of a release, and not of a quick look', async () => {
    const policy = await loadPolicy(own);

    const asking = Object.keys(policy.profiles).filter((profile) =>
      evidencePlan(policy, profile, '.').some(({ kind }) => kind === 'proof'),
    );

    expect(asking).toEqual(['nightly', 'full']);
  });

  it('expects of each control the bug that the scenario plants, and the invariant which that bug breaks', async () => {
    const { criteria } = await loadPolicy(own);

    const controls = criteria.flatMap(({ checks }) =>
      checks.flatMap(scenariosOf).map(({ name, control }) => ({ name, control })),
    );

    expect(new Set(controls.map(({ name }) => name))).toEqual(new Set(SCENARIOS.map(({ id }) => id)));
    for (const { name, control } of controls) {
      const bug = MUTANTS.find((mutant) => mutant.name === control.name);
      expect(SCENARIOS.find(({ id }) => id === name)?.control).toBe(bug?.name);
      expect(control.invariants).toEqual([bug?.breaks]);
    }
  });

  it('has every item of the plan made by a command that fits its mode', async () => {
    const plan = evidencePlan(await loadPolicy(own), 'quick', '.');

    const commands = plan.filter(({ name }) => name === 'S1-lease-contention').map(({ command }) => command);

    expect(commands).toEqual([
      'npx gate scenario prove S1 --mode real --runs 1 --evidence .',
      'npx gate scenario prove S1 --mode sim --runs 1 --evidence .',
    ]);
  });
});

describe('a policy is refused', () => {
  it.each<readonly [string, RegExp, string, RegExp]>([
    ['with an unknown key', /episodeEndsAfter: 5m/, 'episodeEndsAfter: 5m\nspare: 1', /spare/],
    ['with an unknown check', /kind: evidence\.complete/, 'kind: evidence.nice', /checks\/0\/kind/],
    [
      'with a length without a unit',
      /maxHeartbeatInterval: 60s/,
      'maxHeartbeatInterval: "60"',
      /a length with a unit/,
    ],
    ['with a criterion twice', /id: RC-P2/, 'id: RC-P1', /RC-P1 is declared twice/],
    [
      'with a profile that asks for what is not there',
      /RC-A3\]/,
      'RC-A9]',
      /asks for unknown criterion RC-A9/,
    ],
    [
      'with a profile that never looks at validity',
      /RC-F3, RC-F4, RC-A1, RC-A2, RC-A3\]/,
      'RC-F3]',
      /never checks evidence.valid/,
    ],
    [
      'with a blocking criterion made advisory',
      /- id: RC-F2\n/,
      '- id: RC-F2\n    advisory: true\n',
      /criterion RC-F2 is advisory/,
    ],
    [
      'with a PASS for a part of the criteria',
      /criteria: \["\*"\]/,
      'criteria: [RC-P1, RC-F4]',
      /full may not end in PASS/,
    ],
    [
      'with a PASS for scaled exposures',
      /exposureScale: 1\n/,
      'exposureScale: 0.5\n',
      /full may not end in PASS/,
    ],
    [
      'with a PASS for an uncommitted tree',
      /scenarioRuns: 20\n {4}dirtyTree: refuse/,
      'scenarioRuns: 20\n    dirtyTree: mark',
      /full may not end in PASS/,
    ],
    [
      'with a quick profile that ends in PASS',
      /verdictName: QUICK_OK/,
      'verdictName: PASS',
      /quick may not end in PASS/,
    ],
    [
      'with two different controls of one scenario',
      /control: \{ name: key-ignored, invariants: \[INV-05\] \}/,
      'control: { name: key-ignored, invariants: [INV-05, INV-01] }',
      /S3-duplicate-dispatch is asked for with two different controls/,
    ],
    ['that is not YAML', /apiVersion: rc-gate\/v1/, 'apiVersion: [', /rc\.yaml/],
    ['with a key twice', /apiVersion: rc-gate\/v1/, 'kind: RcPolicy\napiVersion: rc-gate/v1', /rc\.yaml/],
  ])('%s', async (...[, pattern, replacement, message]) => {
    await writePolicy(file(), [[pattern, replacement]]);

    const loading = loadPolicy(file());

    await expect(loading).rejects.toThrow(message);
    await expect(loadPolicy(file())).rejects.toBeInstanceOf(PolicyError);
  });

  it('without its state machine', async () => {
    await writePolicy(file(), []);
    await unlink(join(folder, 'state-machine.yaml'));

    await expect(loadPolicy(file())).rejects.toThrow(/state-machine\.yaml, found none/);
  });

  it('without a producer for what it needs', async () => {
    await writePolicy(file(), [[/ {2}- \{ kind: e2e-scenario[^\n]*(\n[^-]*takes: [^\n]*)?/, '']]);

    const policy = await loadPolicy(file()).catch(() => null);

    expect(() => policy && evidencePlan(policy, 'quick', '.')).toThrow(
      /no producer in the policy makes e2e-scenario/,
    );
  });

  it('with a list of skips that gives no reason', async () => {
    await writePolicy(file(), []);
    await writeFile(
      join(folder, 'skips.yaml'),
      'skips: [{ file: a, name: b, reason: "", expires: "2030-01-01T00:00:00Z" }]',
    );

    await expect(loadPolicy(file())).rejects.toThrow(/skips\.yaml: at \/skips\/0\/reason/);
  });

  it('when an unknown profile is asked for, naming those there are', async () => {
    const policy = await loadPolicy(own);

    expect(() => profileOf(policy, 'toString')).toThrow(/quick, nightly, full/);
  });
});

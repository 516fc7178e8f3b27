/**
 * The evidence plan: what the policy needs for a profile, with the command that makes each item, its length and owner.
 * It is derived from the checks, so that no check can ask for evidence the plan forgot.
 */

import type { Check } from '../policy/checks.js';
import { type Policy, type Producer, profileOf, selectedCriteria } from '../policy/policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { EvidenceKind, TimeMode } from '../record/record.js';
import type { NextAction } from '../verdict/criterion-finding.js';

/** One item of evidence: what it is, and what to type to make it. */
export interface PlanItem {
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mode: TimeMode;
  readonly command: string;
  readonly takesMs: number;
  readonly owner: string;
}

/** Profiles whose evidence one machine makes in one go, with `gate rc`. */
export const MADE_AT_ONCE: readonly string[] = ['quick', 'nightly'];

/** How an item of the plan is made, also once more. */
export function nextFor({ owner, command, takesMs }: PlanItem): NextAction {
  return { owner, command, takesMs };
}

/** What to do where an item made once more takes nothing back: only another commit can be without what was found. */
export function newCommitFor({ name }: PlanItem): NextAction {
  const command = `find the cause in ${name}, commit a change, and make the evidence of the new commit`;
  return { owner: 'developers', command, takesMs: null };
}

type Need = Pick<PlanItem, 'kind' | 'name' | 'mode'>;

/**
 * Everything a profile needs, each once, in the order of the policy. `folder` is put into the commands as it is given.
 * @throws PolicyError for an unknown profile, and for a need that no producer covers
 */
export function evidencePlan(policy: Policy, profileName: string, folder: string): readonly PlanItem[] {
  const profile = profileOf(policy, profileName);
  const needs = selectedCriteria(policy, profile).flatMap(({ checks }) =>
    checks.flatMap((check) => needsOf(check, profile.soaks)),
  );
  const items = new Map<string, PlanItem>();
  for (const need of needs) {
    const id = itemId(need);
    if (!items.has(id))
      items.set(id, planItem(need, policy.producers, { folder, runs: profile.scenarioRuns }));
  }
  return [...items.values()];
}

/** The name of an item among all others. */
export function itemId({ kind, name, mode }: Need): string {
  return `${kind}/${name}/${mode}`;
}

function needsOf(check: Check, soaks: readonly string[]): readonly Need[] {
  switch (check.kind) {
    case 'tests.present':
    case 'tests.inventory':
    case 'tests.allPassed':
    case 'tests.skipped':
      return check.suites.map(suite);
    case 'tests.minimum':
      return Object.keys(check.cases).map(suite);
    case 'tests.pyramid':
      return [...Object.keys(check.target), ...Object.keys(check.countedWith)].map(suite);
    case 'e2e.categories':
      return check.scenarios.map((name) => ({ kind: 'e2e-scenario', name, mode: 'wallclock' }));
    case 'scenario.proven':
      return check.require.map(({ name }) => ({ kind: 'failure-scenario', name, mode: 'wallclock' }));
    case 'soak.wallclock':
    case 'soak.load':
    case 'soak.slo':
    case 'soak.trend':
      return [soak(check.run)];
    case 'soak.abort':
      return check.run === 'every' ? soaks.map(soak) : [soak(check.run)];
    case 'soak.outage':
      return soaks.map(soak);
    case 'soakSim.healthy':
      return [
        ...check.scenarios.map(({ name }): Need => ({ kind: 'failure-scenario', name, mode: 'simulated' })),
        ...check.runs.map(({ run }): Need => ({ kind: 'soak-sim', name: run, mode: 'simulated' })),
      ];
    case 'exploration.clean':
      return [{ kind: 'exploration', name: check.name, mode: 'simulated' }];
    case 'mutants.caught':
      return [{ kind: 'proof', name: check.name, mode: 'simulated' }];
    case 'artefacts.underRoots':
    case 'artefacts.manifest':
    case 'integrity.replay':
    case 'guardrail.enforced':
    case 'evidence.complete':
    case 'evidence.valid':
    case 'baseline.nonInferior':
    case 'trend.consecutive':
      return [];
  }
}

function suite(name: string): Need {
  return { kind: 'test-suite', name, mode: 'wallclock' };
}

function soak(name: string): Need {
  return { kind: 'soak-segment', name, mode: 'wallclock' };
}

interface Filling {
  readonly folder: string;
  readonly runs: number;
}

function planItem(need: Need, producers: readonly Producer[], { folder, runs }: Filling): PlanItem {
  const producer = producers.find(
    ({ kind, name }) => kind === need.kind && (name === need.name || name === '*'),
  );
  if (producer === undefined) throw new PolicyError(`no producer in the policy makes ${itemId(need)}`);
  const command = producer.command
    .replaceAll('{name}', need.name)
    .replaceAll('{id}', need.name.split('-')[0] ?? need.name)
    .replaceAll('{mode}', need.mode === 'wallclock' ? 'real' : 'sim')
    .replaceAll('{runs}', String(runs))
    .replaceAll('{folder}', folder);
  const takesMs = producer.command.includes('{runs}') ? producer.takes * runs : producer.takes;
  return { ...need, command, takesMs, owner: producer.owner };
}

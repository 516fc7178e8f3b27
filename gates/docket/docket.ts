/**
 * Everything one judgement rests on: the policy, the plan, and each item of evidence read, replayed and recomputed.
 * It holds findings about evidence; whether a criterion passes is decided from it, elsewhere.
 */
import { relative } from 'node:path';
import { type Collected, type Collection, collect } from '../folder/collect.js';
import { evidencePlan, itemId, type PlanItem } from '../plan/plan.js';
import { type ScenarioNeed, scenariosOf } from '../policy/checks.js';
import { type Policy, type Profile, profileOf, selectedCriteria } from '../policy/policy.js';
import { type E2eReading, readE2e } from '../readings/e2e.js';
import { type ExplorationReading, readExploration } from '../readings/exploration.js';
import { type ProofReading, readProof } from '../readings/proof.js';
import { judgeScenario, type ScenarioJudgement } from '../readings/scenario/judgement.js';
import { readScenario } from '../readings/scenario/scenario.js';
import type { Confession } from '../readings/soak/confession.js';
import { readSoak, type SoakReading } from '../readings/soak/soak.js';
import { readSuite, type SuiteReading } from '../readings/suite.js';
import { readTrack, type Track } from '../readings/track-files.js';
import type { NextAction } from '../verdict/criterion-finding.js';
import type { Problem } from '../verdict/problem.js';
import { readAbandoned } from './abandoned.js';
import { type EarlierRun, readEarlier } from './earlier.js';

export interface DocketTerms {
  /** Absolute path of the candidate's folder, and of the project it lies in. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly policy: Policy;
  readonly profileName: string;
  readonly now: number | null;
}

export interface Docket {
  readonly policy: Policy;
  readonly profileName: string;
  readonly profile: Profile;
  readonly folder: string;
  readonly projectRoot: string;
  readonly judgedAt: number;
  readonly collection: Collection;
  /** By the id of the item. */
  readonly items: ReadonlyMap<string, Collected>;
  readonly suites: ReadonlyMap<string, SuiteReading>;
  readonly e2e: ReadonlyMap<string, E2eReading>;
  readonly scenarios: ReadonlyMap<string, ScenarioJudgement>;
  readonly explorations: ReadonlyMap<string, ExplorationReading>;
  readonly proofs: ReadonlyMap<string, ProofReading>;
  readonly soaks: ReadonlyMap<string, SoakReading>;
  /** What the driver of each soak says against itself, whatever else of it can be read. */
  readonly confessions: ReadonlyMap<string, Confession>;
  /** What the attempts before the judged ones are accused of. */
  readonly earlier: readonly EarlierRun[];
  /** What outlives a candidate. */
  readonly track: Track;
}

/** Reads everything a profile needs. @throws PolicyError when there is nothing to judge */
export async function openDocket(terms: DocketTerms): Promise<Docket> {
  const { folder, projectRoot, policy, profileName, now } = terms;
  const profile = profileOf(policy, profileName);
  const shown = relative(projectRoot, folder);
  const plan = evidencePlan(policy, profileName, shown === '' ? '.' : shown);
  const collection = await collect({ folder, plan, now, freshness: policy.freshness });
  const shelves = new Shelves(policy, collection, scenarioNeeds(policy, profile));
  const earlier: EarlierRun[] = [];
  for (const collected of collection.items.values()) {
    earlier.push(...(await readEarlier(collected, { collection, policy })));
    earlier.push(...(await readAbandoned(collected, { collection, policy })));
    await shelves.read(collected);
  }
  return {
    policy,
    profileName,
    profile,
    folder,
    projectRoot,
    judgedAt: collection.judgedAt,
    collection: { ...collection, items: shelves.items },
    items: shelves.items,
    suites: shelves.suites,
    e2e: shelves.e2e,
    scenarios: shelves.scenarios,
    explorations: shelves.explorations,
    proofs: shelves.proofs,
    soaks: shelves.soaks,
    confessions: shelves.confessions,
    earlier,
    track: await readTrack(projectRoot),
  };
}

/** What to do about an item of the plan. */
export function nextFor({ owner, command, takesMs }: PlanItem): NextAction {
  return { owner, command, takesMs };
}

function scenarioNeeds(policy: Policy, profile: Profile): ReadonlyMap<string, ScenarioNeed> {
  const needs = selectedCriteria(policy, profile).flatMap(({ checks }) => checks.flatMap(scenariosOf));
  return new Map(needs.map((need) => [need.name, need]));
}

/** Reads items one by one, so that at most one large history is being parsed at a time. */
class Shelves {
  readonly items = new Map<string, Collected>();
  readonly suites = new Map<string, SuiteReading>();
  readonly e2e = new Map<string, E2eReading>();
  readonly scenarios = new Map<string, ScenarioJudgement>();
  readonly explorations = new Map<string, ExplorationReading>();
  readonly proofs = new Map<string, ProofReading>();
  readonly soaks = new Map<string, SoakReading>();
  readonly confessions = new Map<string, Confession>();
  readonly #policy: Policy;
  readonly #collection: Collection;
  readonly #scenarioNeeds: ReadonlyMap<string, ScenarioNeed>;

  constructor(policy: Policy, collection: Collection, scenarioNeeds: ReadonlyMap<string, ScenarioNeed>) {
    this.#policy = policy;
    this.#collection = collection;
    this.#scenarioNeeds = scenarioNeeds;
  }

  async read(collected: Collected): Promise<void> {
    const found = collected.record === null ? [] : await this.#readContent(collected);
    const problems = [
      ...collected.problems,
      ...found.filter((problem) => !repeats(problem, collected.problems)),
    ];
    this.items.set(itemId(collected.item), { ...collected, problems });
  }

  async #readContent(collected: Collected): Promise<readonly Problem[]> {
    const { item } = collected;
    const { machine, recoverySlack } = this.#policy;
    switch (item.kind) {
      case 'test-suite': {
        const { value, problems } = await readSuite(this.#collection, collected);
        if (value !== null) this.suites.set(itemId(item), value);
        return problems;
      }
      case 'e2e-scenario': {
        const { value, problems } = await readE2e(this.#collection, collected, machine);
        if (value !== null) this.e2e.set(itemId(item), value);
        return problems;
      }
      case 'failure-scenario': {
        const { value, problems } = await readScenario(this.#collection, collected, machine);
        const need = this.#scenarioNeeds.get(item.name);
        if (value !== null && need !== undefined) {
          this.scenarios.set(itemId(item), judgeScenario(value, { need, mode: item.mode }));
        }
        return problems;
      }
      case 'exploration': {
        const { value, problems } = await readExploration(this.#collection, collected);
        if (value !== null) this.explorations.set(itemId(item), value);
        return problems;
      }
      case 'proof': {
        const { value, problems } = await readProof(this.#collection, collected);
        if (value !== null) this.proofs.set(itemId(item), value);
        return problems;
      }
      case 'soak-segment':
      case 'soak-sim': {
        const soakTerms = { machine, recoverySlackMs: recoverySlack };
        const { value, problems, confession } = await readSoak(this.#collection, collected, soakTerms);
        this.confessions.set(itemId(item), confession);
        if (value !== null) this.soaks.set(itemId(item), value);
        return problems;
      }
    }
  }
}

/** A file that is gone is reported once, however many readers miss it. */
function repeats(problem: Problem, known: readonly Problem[]): boolean {
  return problem.code === 'EVIDENCE_MISSING' && known.some(({ code }) => code === 'EVIDENCE_MISSING');
}

/**
 * Everything one judgement rests on: the policy, the plan, and each item of evidence read, replayed and recomputed.
 * It holds findings about evidence; whether a criterion passes is decided from it, elsewhere.
 */
import { relative } from 'node:path';
import { type Collected, type Collection, collect } from '../folder/collect.js';
import { evidencePlan } from '../plan/plan.js';
import { type ScenarioNeed, scenariosOf } from '../policy/checks.js';
import { type Policy, type Profile, profileOf, selectedCriteria } from '../policy/policy.js';
import type { E2eReading } from '../readings/e2e.js';
import type { ExplorationReading } from '../readings/exploration.js';
import type { ProofReading } from '../readings/proof.js';
import type { ScenarioJudgement } from '../readings/scenario/judgement.js';
import type { Confession } from '../readings/soak/confession.js';
import type { SoakReading } from '../readings/soak/soak.js';
import type { SuiteReading } from '../readings/suite.js';
import { readTrack, type Track } from '../readings/track-files.js';
import { readAbandoned } from './abandoned.js';
import { type EarlierRun, readEarlier } from './earlier.js';
import { Shelves } from './shelves.js';

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
  /** What the attempts before the judged ones are accused of, and those that the plan does not ask for. */
  readonly earlier: readonly EarlierRun[];
  /** What outlives a candidate. */
  readonly track: Track;
}

/** Reads everything a profile needs. @throws FolderUnusable when the folder is no candidate's */
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
  for (const collected of collection.beside) {
    earlier.push(...(await readEarlier(collected, { collection, policy })));
    earlier.push(...(await readAbandoned(collected, { collection, policy })));
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

function scenarioNeeds(policy: Policy, profile: Profile): ReadonlyMap<string, ScenarioNeed> {
  const needs = selectedCriteria(policy, profile).flatMap(({ checks }) => checks.flatMap(scenariosOf));
  return new Map(needs.map((need) => [need.name, need]));
}

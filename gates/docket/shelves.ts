/** The items of a docket while they are read: each kind on a shelf of its own, with the problems found on the way. */
import type { Collected, Collection } from '../folder/collect.js';
import { itemId } from '../plan/plan.js';
import type { ScenarioNeed } from '../policy/checks.js';
import type { Policy } from '../policy/policy.js';
import { type E2eReading, readE2e } from '../readings/e2e.js';
import { type ExplorationReading, readExploration } from '../readings/exploration.js';
import { type ProofReading, readProof } from '../readings/proof.js';
import { judgeScenario, type ScenarioJudgement } from '../readings/scenario/judgement.js';
import { readScenario } from '../readings/scenario/scenario.js';
import type { Confession } from '../readings/soak/confession.js';
import { readSoak, type SoakReading } from '../readings/soak/soak.js';
import { readSuite, type SuiteReading } from '../readings/suite.js';
import type { Problem } from '../verdict/problem.js';

/** Reads items one by one, so that at most one large history is being parsed at a time. */
export class Shelves {
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

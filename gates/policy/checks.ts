/**
 * The closed vocabulary of checks a policy may ask for. Thresholds are fields; there is no expression language.
 * Each kind has its evaluator in `gates/criteria`; a kind that is not here is a policy error.
 */
import { z } from 'zod';
import { duration } from './duration.js';

const id = z.string().min(1);
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const suites = z.array(z.string().min(1)).min(1);
const comparison = z.enum(['>=', '<=', '==']);

/** One service-level objective: what is measured, how it compares, on how many samples at least. */
export const objectiveSchema = z.strictObject({
  id,
  sli: z.string().min(1),
  op: comparison,
  value: z.union([z.number(), duration]),
  /** Scaled with the profile's exposure. */
  minSamples: count,
  /** False: shown, but decides nothing. */
  decides: z.boolean().default(true),
});
export type Objective = z.infer<typeof objectiveSchema>;

const scenarioNeed = z.strictObject({
  /** `S1`; its evaluator. */
  id: z.enum(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']),
  /** Name of the evidence: `S1-lease-contention`. */
  name: z.string().min(1),
  /** Scaled with the profile's exposure. */
  exposure: z.record(z.string(), count),
  /** The planted bug of its control run, and the invariants (`INV-05`) one of which must be seen broken by it. */
  control: z.strictObject({
    name: z.string().min(1),
    invariants: z.array(z.string().regex(/^INV-\d+$/)).min(1),
  }),
});
export type ScenarioNeed = z.infer<typeof scenarioNeed>;

/** Every kind of check, with its thresholds. */
export const checkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('tests.present'), suites }),
  z.strictObject({ id, kind: z.literal('tests.inventory'), suites }),
  z.strictObject({ id, kind: z.literal('tests.allPassed'), suites }),
  z.strictObject({ id, kind: z.literal('tests.skipped'), suites }),
  z.strictObject({ id, kind: z.literal('tests.minimum'), cases: z.record(z.string(), count) }),
  z.strictObject({
    id,
    kind: z.literal('tests.pyramid'),
    target: z.record(z.string(), share),
    /** Suites counted with another layer, by name: `functional` counts as `integration`. */
    countedWith: z.record(z.string(), z.string()),
    tolerance: share,
  }),
  z.strictObject({
    id,
    kind: z.literal('e2e.categories'),
    scenarios: z.array(z.string()).min(1),
    require: z.record(z.string(), count),
    minTotal: count,
  }),
  z.strictObject({
    id,
    kind: z.literal('scenario.proven'),
    minProven: count,
    require: z.array(scenarioNeed).min(1),
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.wallclock'),
    run: z.string(),
    credited: duration,
    /** `process`: one unbroken process. `state`: segments may follow each other with gaps. */
    continuity: z.enum(['process', 'state']),
    maxGap: duration,
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.load'),
    run: z.string(),
    plannedArrivals: count,
    maxDeviation: share,
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.slo'),
    run: z.string(),
    objectives: z.array(objectiveSchema).min(1),
    /** What an objective that is not met means when no abort condition was. */
    missMeans: z.enum(['FAIL', 'INCONCLUSIVE']),
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.trend'),
    run: z.string(),
    minProcessSpan: duration,
    warmUp: duration,
    block: duration,
    series: z.array(z.strictObject({ name: z.string(), maxGrowth: share })).min(1),
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.abort'),
    /** A run's name, or `every`: all real soak runs of the profile, over all attempts. */
    run: z.string(),
    maxEpisodes: count,
    maxCritical: count,
  }),
  z.strictObject({
    id,
    kind: z.literal('soak.outage'),
    maxUnplanned: duration,
    /** Credited soak time that must have been watched, of all runs together. */
    minObserved: duration,
  }),
  z.strictObject({ id, kind: z.literal('artefacts.underRoots'), roots: z.array(z.string()).min(1) }),
  z.strictObject({ id, kind: z.literal('artefacts.manifest') }),
  z.strictObject({
    id,
    kind: z.literal('integrity.replay'),
    /** Scaled with the profile's exposure; counted on wall-clock evidence only. */
    exposure: z.strictObject({ transitions: count, crashes: count }),
    /** Not scaled: breadth is not a count. */
    minConcurrentWorkers: count,
  }),
  z.strictObject({
    id,
    kind: z.literal('guardrail.enforced'),
    exposure: z.strictObject({ hardExceeds: count }),
  }),
  z.strictObject({ id, kind: z.literal('evidence.complete') }),
  z.strictObject({ id, kind: z.literal('evidence.valid') }),
  z.strictObject({
    id,
    kind: z.literal('soakSim.healthy'),
    runs: z
      .array(
        z.strictObject({ run: z.string(), plannedArrivals: count, objectives: z.array(objectiveSchema) }),
      )
      .min(1),
    maxDeviation: share,
    scenarios: z.array(scenarioNeed),
  }),
  z.strictObject({
    id,
    kind: z.literal('exploration.clean'),
    name: z.string().min(1),
    /** Not scaled: a search takes as long as any profile has. */
    plans: count,
    scenarios: count,
    /** Faults that struck, different kinds of them, and different invariants that could have been broken. */
    faults: count,
    faultKinds: count,
    invariants: count,
  }),
  z.strictObject({
    id,
    kind: z.literal('mutants.caught'),
    name: z.string().min(1),
    /** Not scaled: planted bugs, different invariants that they break, scenarios played without a bug. */
    mutants: count,
    invariants: count,
    scenarios: count,
  }),
  z.strictObject({
    id,
    kind: z.literal('baseline.nonInferior'),
    run: z.string(),
    margin: share,
    minBlocks: count,
  }),
  z.strictObject({ id, kind: z.literal('trend.consecutive'), count }),
]);
export type Check = z.infer<typeof checkSchema>;
export type CheckKind = Check['kind'];
export type CheckOf<K extends CheckKind> = Extract<Check, { kind: K }>;

/** The failure scenarios a check asks for. */
export function scenariosOf(check: Check): readonly ScenarioNeed[] {
  if (check.kind === 'scenario.proven') return check.require;
  return check.kind === 'soakSim.healthy' ? check.scenarios : [];
}

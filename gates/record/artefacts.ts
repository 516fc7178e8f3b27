/**
 * The forms of the artefacts a record can point at, as far as the judge reads them. Fields it does not read are left
 * alone, so a producer may write more; fields it reads must be there and of their kind.
 */
import { z } from 'zod';
import { knobsSchema } from './history-schema.js';

const status = z.enum(['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED']);
const instant = z.number();

/** `results.json` of a test suite. */
export const suiteResultsSchema = z.object({
  tests: z.array(
    z.object({
      file: z.string(),
      name: z.string(),
      status: z.enum(['passed', 'failed', 'skipped']),
      durationMs: z.number(),
      retries: z.int().min(0),
      message: z.string().nullable(),
    }),
  ),
});
export type TestResult = z.infer<typeof suiteResultsSchema>['tests'][number];

/** `collected.json` of a test suite. */
export const inventorySchema = z.array(z.object({ file: z.string(), name: z.string() }));
export type CollectedTest = z.infer<typeof inventorySchema>[number];

/** `files.json` of a test suite: the test files that lie in the project, found without the test runner. */
export const testFilesSchema = z.array(z.string());

/** A line of a search's `runs.ndjson`. */
export const exploredRunSchema = z.object({
  scenario: z.string().min(1),
  seed: z.int().min(0),
  outcome: z.enum(['holds', 'unexercised', 'unknown', 'violated', 'nondeterministic', 'invalid', 'broken']),
  violations: z.array(z.object({ invariant: z.string(), because: z.string() })),
  problems: z.array(z.string()),
  /** Chances to break that the run gave to each invariant that held. */
  exposures: z.record(z.string(), z.int().min(0)),
  /** Faults that struck, by kind. */
  struck: z.record(z.string(), z.int().min(0)),
  /** Digest of the history: who plays the seed again must find the same. Null where there is none. */
  sha256: z.string().nullable(),
  /** Where the failing run lies, as a person types it, or null. */
  files: z.string().nullable(),
});
export type ExploredRun = z.infer<typeof exploredRunSchema>;

/** A line of a proof's `runs.ndjson`, in the order in which the runs of one bug were played. */
export const provenRunSchema = exploredRunSchema.extend({
  /** The planted bug, by name, or null for the system as it is. */
  mutant: z.string().min(1).nullable(),
  /** `planned`: the scenario's own plan; `swarm`: a random subset of all faults over it. */
  faults: z.enum(['planned', 'swarm']),
  /** How it was simulated: call by call, or statement by statement. */
  backend: z.enum(['atomic', 'interleaved']),
  /** `twice`: a second run of the same seed had to have the same history. */
  times: z.enum(['once', 'twice']),
  /** Wall clock, ms. */
  tookMs: z.number().min(0),
});
export type ProvenRun = z.infer<typeof provenRunSchema>;

/** What a bug breaks that breaks no invariant: the same seed, the same history. */
export const REPLAY = 'nondeterministic';

/**
 * `mutants.json` of a proof: every planted bug there is, each with the invariant that must accuse it, or `REPLAY` where
 * two runs of one seed must differ.
 */
export const mutantsSchema = z.array(
  z.object({
    name: z.string().min(1),
    breaks: z.string().regex(new RegExp(`^(INV-\\d+|${REPLAY})$`)),
    says: z.string().min(1),
  }),
);
export type PlantedMutant = z.infer<typeof mutantsSchema>[number];

/** `checkers.json` of a proof: every bug planted in the checkers, and the history by hand that catches it, or null. */
export const checkersSchema = z.array(
  z.object({ name: z.string().min(1), says: z.string().min(1), caughtBy: z.string().min(1).nullable() }),
);
export type CheckerMutant = z.infer<typeof checkersSchema>[number];

/** `final.json` of any run. */
export const finalSchema = z.object({
  tasks: z.array(
    z.object({
      task: z.string(),
      status,
      priority: z.string(),
      run: z.int().min(0),
      retries: z.int().min(0),
      maxRetries: z.int().min(0),
      owner: z.string().nullable(),
      leaseUntil: instant.nullable(),
      availableAt: instant.nullable(),
      idempotencyKey: z.string().nullable(),
      notes: z.string(),
      duplicateOf: z.string().nullable().default(null),
    }),
  ),
  events: z.array(
    z.object({
      seq: z.int(),
      task: z.string(),
      type: z.string(),
      at: instant,
      run: z.int().min(0),
      from: status.nullable(),
      to: status.nullable(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  integrity: z.array(z.string()).default([]),
});

/** One line of an end-to-end scenario's `timeline.jsonl`; `command` is null where something was only waited for. */
export const timelineLineSchema = z.object({
  at: instant,
  step: z.string().nullable(),
  command: z.string().nullable(),
  exitCode: z.int().nullable(),
  /** The exit codes that the story allows; null where it expects none, as of a program in the background. */
  expected: z.array(z.int()).min(1).nullable(),
});

/** `verdict.json` of an end-to-end scenario. */
export const e2eVerdictSchema = z.object({
  id: z.string(),
  category: z.string(),
  says: z.string(),
  result: z.enum(['PASSED', 'FAILED']),
  because: z.string().nullable(),
});
export type E2eVerdict = z.infer<typeof e2eVerdictSchema>;

const checkResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('holds'), exposure: z.number() }),
  z.object({ result: z.literal('violated'), because: z.string(), witness: z.array(z.int().min(0)) }),
  z.object({ result: z.literal('unknown'), because: z.string(), gaveUp: z.literal(true).exactOptional() }),
]);

/** `verdict.json` of a failure scenario's run: the harness's own word, to be compared. */
export const runVerdictSchema = z.object({
  scenario: z.string(),
  says: z.string(),
  seed: z.number(),
  mode: z.enum(['simulated', 'real']),
  control: z.string().nullable(),
  /** SHA-256 of the programs that made the run, where they can be told. */
  build: z.string().optional(),
  replay: z.string(),
  outcome: z.enum(['holds', 'unexercised', 'unknown', 'violated', 'nondeterministic', 'invalid']),
  checks: z.array(z.object({ invariant: z.string(), name: z.string(), result: checkResult })),
  missingMarks: z.array(z.string()),
  problems: z.array(z.string()),
});
export type RunVerdict = z.infer<typeof runVerdictSchema>;

/** `plan.json`, as far as arrivals and the header of the history are concerned. */
export const planSchema = z.object({
  scenario: z.string(),
  seed: z.number(),
  knobs: knobsSchema,
  faults: z.array(z.object({ byMs: z.number().optional() })),
  tasks: z.array(z.object({ at: instant, submit: z.object({ id: z.string() }) })),
});
export type PlayedPlan = z.infer<typeof planSchema>;

const measure = z.number().nullable();

/** One line of `heartbeats.ndjson`. */
export const heartbeatSchema = z.object({
  seq: z.int().min(1),
  /** Ms since the start, on the run's clock. */
  at: instant,
  wall: measure,
  monotonicMs: measure,
  submitted: z.number(),
  done: z.number(),
  failed: z.number(),
  blocked: z.number(),
  inProgress: z.number(),
  rssBytes: measure,
  openFds: measure,
  storeBytes: measure,
  cpuMs: measure,
  historyLines: z.int().min(0),
  prev: z.string(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** `summary.json` of a soak: the driver's own word and figures, to be compared by name. */
export const soakSummarySchema = z.object({
  profile: z.string(),
  verdict: z.string(),
  /** Abort conditions that were met, each with when it was first seen, ms since the start. */
  episodes: z.array(z.object({ id: z.string().min(1), openedAt: instant })),
  /** Null when the run could not be read back. */
  slis: z
    .object({
      values: z.record(z.string(), z.object({ value: z.number().nullable(), samples: z.number() })),
    })
    .nullable(),
});
export type SoakSummary = z.infer<typeof soakSummarySchema>;

/** One line of a soak's `aborts.ndjson`. A `look` finds what it finds; conditions open and close after it. */
export const abortLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('header'),
    profile: z.string(),
    conditions: z.array(z.object({ id: z.string().min(1), says: z.string(), critical: z.boolean() })),
  }),
  z.object({ kind: z.literal('look'), at: instant }),
  z.object({ kind: z.literal('opened'), id: z.string().min(1), at: instant }),
  z.object({ kind: z.literal('closed'), id: z.string().min(1), at: instant }),
  z.object({ kind: z.literal('trailer'), looks: z.int().min(0), episodes: z.int().min(0) }),
]);
export type AbortLine = z.infer<typeof abortLineSchema>;

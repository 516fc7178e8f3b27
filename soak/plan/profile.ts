/**
 * What a soak profile is: load, faults, objectives and abort limits as data, checked once when it is defined.
 * Every figure a soak is judged by is a field here, so that the plan for people can be compared with it.
 * It holds no behaviour and never reads anything from outside.
 */
import { z } from 'zod';
import { steepestTail } from './log-normal.js';

/** The indicators an objective can name; computed in `slis.ts`. */
export const SLI_IDS = [
  'tasks.success_ratio',
  'tasks.recovery_ratio',
  'tasks.lost_count',
  'task.end_to_end_p95',
  'exec.duplicate_count',
  'lease.recovery_ratio',
  'keys.duplicates_stopped_ratio',
  'guardrail.blocked_ratio',
] as const;
export type SliId = (typeof SLI_IDS)[number];

const lengthMs = z.int().positive();
const perMinute = z.int().positive();
const share = z.number().min(0).max(0.5);

const burstSchema = z.strictObject({ everyMs: lengthMs, forMs: lengthMs, perMinute });
const arrivalsSchema = z.strictObject({
  perMinute,
  /** Replaces the base rate for the last `forMs` of every `everyMs`. */
  burst: burstSchema.nullable(),
});

const knobsSchema = z.strictObject({
  leaseMs: lengthMs,
  heartbeatMs: lengthMs,
  /** Pace of an idle worker's claims; required to be 5 s or less in soak. */
  pollMs: lengthMs.max(5_000),
  /** Pace of the watchdog; required to be 5 s or less in soak. */
  sweepMs: lengthMs.max(5_000),
  backoffMs: z.array(lengthMs).min(1),
  busyWaitMs: z.int().min(0),
  softTokens: z.int().positive(),
  hardTokens: z.int().positive(),
  /** Required to be 30 minutes or less; what is open then is lost. */
  drainMs: lengthMs.max(30 * 60_000),
});

const sharesSchema = z.strictObject({
  /** Chance of a transient failure on the first run, and again on each later run. */
  transient: share,
  /** Arrivals that meet a locked store. */
  storeBusy: share,
  /** Arrivals that repeat the key of an earlier arrival. */
  duplicate: share,
  /** Arrivals whose first report exceeds the hard budget. */
  hardExceed: share,
  /** Arrivals that lose their worker, half of them by a kill and half by a hang. */
  lostWorker: share,
});

const objectiveSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  sli: z.enum(SLI_IDS),
  op: z.enum(['>=', '<=', '==']),
  value: z.number().min(0),
});

const abortSchema = z.strictObject({
  successBelow: z.number().min(0).max(1),
  successWindowMs: lengthMs,
  successMinTasks: z.int().positive(),
  stalledForMs: lengthMs,
  gapMs: lengthMs,
  /** An episode ends when its condition has been clear for this long. */
  clearForMs: lengthMs,
});

const profileSchema = z
  .strictObject({
    id: z.string().regex(/^soak-[a-z0-9]+$/),
    /** What a person types after `--profile`. */
    letter: z.string().min(1),
    title: z.strictObject({ en: z.string().min(1), ko: z.string().min(1) }),
    lengthMs,
    /** No arrivals before this instant: processes take time to start, and samples begin before the load does. */
    warmUpMs: z.int().min(0),
    actors: z.strictObject({
      submitters: z.int().positive(),
      workers: z.int().min(1).max(5),
      watchdogs: z.int().positive(),
      operators: z.int().min(0),
    }),
    knobs: knobsSchema,
    arrivals: arrivalsSchema,
    /** Retries after the first run. */
    maxRetries: z.int().min(0).max(20),
    /** Log-normal service time. */
    service: z.strictObject({ meanMs: lengthMs, p99Ms: lengthMs }),
    shares: sharesSchema,
    storeLock: z.strictObject({ fromMs: lengthMs, toMs: lengthMs }),
    hangMs: lengthMs,
    /** In every period one task is cancelled soon after its arrival, and later sent back to work. */
    operator: z
      .strictObject({ everyMs: lengthMs, cancelAfterMs: lengthMs, retryAfterMs: lengthMs })
      .nullable(),
    objectives: z.array(objectiveSchema).min(1),
    abort: abortSchema,
    /** Required to be 60 s or less. */
    sampleMs: z.strictObject({ virtual: lengthMs.max(60_000), wall: lengthMs.max(60_000) }),
  })
  .superRefine((profile, context) => {
    for (const { holds, path, says } of relations(profile)) {
      if (!holds) context.addIssue({ code: 'custom', path: [...path], message: says });
    }
  });

/** A checked profile. Invariants: the relations below hold. */
export type Profile = z.infer<typeof profileSchema>;
export type Objective = Profile['objectives'][number];

interface Relation {
  readonly holds: boolean;
  readonly path: readonly string[];
  readonly says: string;
}

interface Unrelated {
  readonly lengthMs: number;
  readonly knobs: z.infer<typeof knobsSchema>;
  readonly arrivals: z.infer<typeof arrivalsSchema>;
  readonly shares: z.infer<typeof sharesSchema>;
  readonly service: { readonly meanMs: number; readonly p99Ms: number };
  readonly storeLock: { readonly fromMs: number; readonly toMs: number };
  readonly hangMs: number;
}

function relations(profile: Unrelated): readonly Relation[] {
  const { knobs, service, storeLock } = profile;
  return [
    relation(knobs.heartbeatMs * 3 < knobs.leaseMs, ['knobs', 'heartbeatMs'], 'less than a third of leaseMs'),
    relation(knobs.busyWaitMs < knobs.heartbeatMs, ['knobs', 'busyWaitMs'], 'less than heartbeatMs'),
    relation(knobs.sweepMs * 3 <= knobs.leaseMs, ['knobs', 'sweepMs'], 'at most a third of leaseMs'),
    relation(knobs.softTokens <= knobs.hardTokens, ['knobs', 'softTokens'], 'at most hardTokens'),
    relation(
      service.meanMs < service.p99Ms && service.p99Ms / service.meanMs <= steepestTail,
      ['service', 'p99Ms'],
      'more than meanMs, and within reach of a log-normal distribution of that mean',
    ),
    relation(storeLock.fromMs <= storeLock.toMs, ['storeLock', 'fromMs'], 'at most storeLock.toMs'),
    relation(
      storeLock.fromMs > knobs.busyWaitMs,
      ['storeLock', 'fromMs'],
      'more than busyWaitMs, or nobody sees it',
    ),
    relation(
      profile.hangMs > knobs.leaseMs + knobs.sweepMs,
      ['hangMs'],
      'longer than leaseMs + sweepMs, or no lease is lost',
    ),
    relation(disjointShare(profile.shares) <= 0.5, ['shares'], 'half of the arrivals or less in all'),
    ...burstRelations(profile),
  ];
}

function burstRelations({ arrivals, lengthMs: length }: Unrelated): readonly Relation[] {
  const { burst } = arrivals;
  if (burst === null) return [relation(whole(length, arrivals.perMinute), ['lengthMs'], 'whole arrivals')];
  const path = ['arrivals', 'burst'];
  return [
    relation(burst.forMs < burst.everyMs, [...path, 'forMs'], 'less than everyMs'),
    relation(length % burst.everyMs === 0, [...path, 'everyMs'], 'a divisor of lengthMs'),
    relation(
      whole(burst.everyMs - burst.forMs, arrivals.perMinute) && whole(burst.forMs, burst.perMinute),
      [...path, 'forMs'],
      'such that every phase holds a whole number of arrivals',
    ),
  ];
}

function relation(holds: Relation['holds'], path: readonly string[], expected: string): Relation {
  return { holds, path, says: `expected ${path.join('.')} to be ${expected}` };
}

/** Shares that exclude each other: an arrival has at most one of these roles. */
function disjointShare(shares: z.infer<typeof sharesSchema>): number {
  return shares.transient + shares.duplicate + shares.hardExceed + shares.lostWorker;
}

function whole(spanMs: number, rate: number): boolean {
  return Number.isInteger((spanMs * rate) / 60_000);
}

/** Checks a profile. @throws Error naming every field that is off, and what was expected. */
export function defineProfile(input: z.input<typeof profileSchema>): Profile {
  const checked = profileSchema.safeParse(input);
  if (checked.success) return checked.data;
  throw new Error(`expected a soak profile, found:\n${z.prettifyError(checked.error)}`);
}

/**
 * A minimal plan that once violated an invariant, as a file: small enough to read, and played again for ever after. The
 * planted bug it names must be caught, and without it nothing may be accused.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OPERATIONS } from '../../gates/record/history.js';
import type { Plan } from './plan.js';
import { LONGEST_COMMIT_MS } from './store-faults.js';

const ms = z.number().min(0);
const count = z.int().min(0);
const text = z.string().min(1);
const shrunk = z.tuple([count, count]);

const run = z.strictObject({
  serviceMs: ms,
  outcome: z.enum(['done', 'transient', 'permanent', 'die']),
  tokens: count.nullable(),
});

const statement = z.int().min(1);
const strike = {
  id: text,
  target: text,
  anchor: z.union([
    z.strictObject({ at: ms }),
    z.strictObject({ op: z.enum(OPERATIONS), nth: z.int().min(1), phase: z.enum(['pre', 'mid', 'post']) }),
  ]),
  forMs: z.number().positive(),
};

const plan: z.ZodType<Plan> = z.strictObject({
  scenario: text,
  seed: count,
  backend: z.literal('interleaved').exactOptional(),
  knobs: z.strictObject({
    leaseMs: ms,
    heartbeatMs: ms,
    pollMs: ms,
    sweepMs: ms,
    backoffMs: z.array(ms).min(1),
    busyWaitMs: ms,
    softTokens: count,
    hardTokens: count,
    drainMs: ms,
  }),
  actors: z.strictObject({
    submitters: count,
    workers: count,
    watchdogs: count,
    operators: count,
    workerName: text.exactOptional(),
    polling: z.literal('in-step').exactOptional(),
  }),
  tasks: z.array(
    z.strictObject({
      at: ms,
      submit: z.strictObject({
        id: text,
        priority: z.enum(['P0', 'P1', 'P2']),
        task: text,
        idempotencyKey: text.exactOptional(),
        maxRetries: count.exactOptional(),
      }),
      runs: z.tuple([run], run),
      fault: z.literal('duplicate-enqueue').nullable(),
    }),
  ),
  operations: z.array(z.strictObject({ at: ms, op: z.enum(['cancel', 'replan', 'retry']), task: text })),
  faults: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('kill'), statement: statement.exactOptional(), ...strike }),
      z.strictObject({ kind: z.enum(['pause', 'store-lock', 'store-full', 'reply-lost']), ...strike }),
      z.strictObject({ kind: z.literal('io-error'), statement, ...strike }),
      z.strictObject({
        kind: z.literal('slow-disk'),
        commitMs: z.int().min(1).max(LONGEST_COMMIT_MS),
        ...strike,
      }),
      z.strictObject({ kind: z.literal('slow'), times: z.int().min(2), ...strike }),
      z.strictObject({ kind: z.enum(['clock-skew', 'clock-step']), byMs: z.int(), ...strike }),
    ]),
  ),
});

const regression = z.strictObject({
  regression: z.literal(1),
  /** What the minimal run was accused of. */
  says: text,
  expects: z.strictObject({
    /** The planted bug that is in when it fails; null when the system itself failed once. */
    plantedBug: text.nullable(),
    isCaughtBy: z.string().regex(/^INV-\d+$/),
    withoutIt: z.literal('nothing is violated'),
  }),
  /** Before and after, of each. */
  shrunk: z.strictObject({ faults: shrunk, actors: shrunk, tasks: shrunk, simulatedMs: shrunk }),
  plan,
});

export type Regression = z.infer<typeof regression>;

/** A file that is no regression. */
export class RegressionUnreadable extends Error {
  constructor(path: string, found: string) {
    super(`expected a regression as gate scenario shrink writes it in ${path}, found ${found}`);
    this.name = 'RegressionUnreadable';
  }
}

/** @throws RegressionUnreadable naming the place in the file that is off */
export function readRegression(path: string): Regression {
  const read = regression.safeParse(parsed(path));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const place = first?.path.join('.') || 'the whole';
  throw new RegressionUnreadable(path, `${place}: ${first?.message ?? 'something else'}`);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new RegressionUnreadable(path, error instanceof Error ? error.message : String(error));
  }
}

/** A plan as a file may hold it: what the harness itself writes, and what a person may have changed in it. */
import { z } from 'zod';
import { checkPlan } from '../workload/cast.js';
import { expectKnobs } from './knobs.js';
import { MOST_ACTORS, type Plan, STRUCK_OPERATIONS } from './plan.js';
import { LONGEST_COMMIT_MS } from './store-faults.js';

/** Ten years: no instant of a run is further away. */
const LONGEST_MS = 315_576_000_000;

const ms = z.number().min(0).max(LONGEST_MS);
/** What an actor waits for before it asks again; were it nothing, virtual time would stand still. */
const pace = ms.min(1);
const count = z.int().min(0);
const some = z.int().min(1).max(MOST_ACTORS);
const text = z.string().min(1);

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
    z.strictObject({
      op: z.enum(STRUCK_OPERATIONS),
      nth: z.int().min(1),
      phase: z.enum(['pre', 'mid', 'post']),
    }),
  ]),
  forMs: pace,
};

const fields: z.ZodType<Plan> = z.strictObject({
  scenario: text,
  seed: count,
  backend: z.literal('interleaved').exactOptional(),
  knobs: z.strictObject({
    leaseMs: ms,
    heartbeatMs: pace,
    pollMs: pace,
    sweepMs: pace,
    backoffMs: z.array(ms).min(1),
    busyWaitMs: ms,
    softTokens: count,
    hardTokens: count,
    drainMs: ms,
  }),
  actors: z.strictObject({
    submitters: some,
    workers: some,
    watchdogs: some,
    operators: z.int().min(0).max(MOST_ACTORS),
    workerName: text.exactOptional(),
    polling: z.literal('in-step').exactOptional(),
    programs: z.literal('system').exactOptional(),
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
  healAtOpen: z.int().min(1).exactOptional(),
});

/** What holds of a plan as a whole, as it does of one that a scenario draws. Tells the first that does not. */
function fitsTogether(plan: Plan, context: z.RefinementCtx): void {
  try {
    expectKnobs('knobs', plan.knobs);
    checkPlan(plan);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message });
  }
}

/** Whatever else it says, it can be played to an end. */
export const planForm: z.ZodType<Plan> = fields.pipe(z.custom<Plan>().superRefine(fitsTogether));

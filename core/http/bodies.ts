/** What requests say: each body and each query, closed. The store checks meaning once more; forms are checked here. */
import { z } from 'zod';
import type { EpochMs } from '../time.js';
import {
  fence,
  filledText,
  holderText,
  instant,
  named,
  priority,
  spanMs,
  status,
  taskIdText,
} from './schemas.js';

/** Most tasks one request may add. */
const MOST_ADDED = 500;
/** Most rows one answer may have. */
const MOST_ROWS = 1_000;

const draft = {
  priority,
  task: filledText.describe('what to do'),
  successCriteria: filledText.describe('how to tell that it is done'),
  idempotencyKey: z.string().nullable().optional().describe('the name of the same work under other ids'),
  maxRetries: z.int().min(0).max(20).optional().describe('retries after the first run'),
  dueAt: instant
    .transform((at) => at as EpochMs)
    .nullable()
    .optional(),
  notes: z.string().optional(),
  traceparent: z.string().nullable().optional().describe('W3C Trace Context; wins over the header'),
};
const drafted = named('Draft', z.strictObject(draft));
export type Draft = z.output<typeof drafted>;

export const addTask = named('AddTask', z.strictObject({ id: taskIdText, ...draft }));

export const addTasks = named('AddTasks', z.strictObject({ tasks: z.array(addTask).min(1).max(MOST_ADDED) }));
export const addSeries = named(
  'AddSeries',
  z.strictObject({
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,39}$/)
      .describe('`ORCH-` gives `ORCH-001`'),
    tasks: z.array(drafted).min(1).max(MOST_ADDED),
  }),
);

export const claim = named(
  'Claim',
  z.strictObject({
    holder: holderText,
    leaseForMs: spanMs
      .optional()
      .describe("how long the claim lives without a heartbeat; absent: the server's"),
  }),
);

const proof = { holder: holderText, fence };
const report = named(
  'WorkerReport',
  z.strictObject({
    tokens: z.int().min(0).max(1_000_000_000).describe('tokens used so far in this run'),
    text: z.string().nullable().describe('the compact report, or null'),
  }),
);

export const heartbeat = named('Heartbeat', z.strictObject({ ...proof, leaseForMs: spanMs.optional() }));
export const handIn = named('Report', z.strictObject({ ...proof, report }));
export const complete = named(
  'Complete',
  z.strictObject({ ...proof, notes: filledText.describe('what was done'), report: report.optional() }),
);
export const fail = named(
  'Fail',
  z.strictObject({
    ...proof,
    error: filledText,
    class: z.enum(['transient', 'permanent']).describe('whether a retry can help'),
    report: report.optional(),
  }),
);
export const block = named(
  'Block',
  z.strictObject({ ...proof, nextAction: filledText.describe('what a person has to do') }),
);
export const release = named('Release', z.strictObject({ ...proof, reason: filledText }));

const by = holderText.default('http');
export const cancel = named('Cancel', z.strictObject({ by }));
export const replan = named(
  'Replan',
  z.strictObject({ by, notes: filledText, retries: z.enum(['keep', 'reset']).default('keep') }),
);
export const retry = named(
  'Retry',
  z.strictObject({ by, when: z.enum(['after-backoff', 'now']).default('after-backoff') }),
);
export const resolve = named(
  'Resolve',
  z.strictObject({ by, as: z.enum(['done', 'failed']), reason: filledText.describe('why by hand') }),
);
export const enforce = named('Enforce', z.strictObject({ report }));
export const review = named(
  'Review',
  z.strictObject({
    fence,
    report: z.string().describe('what the run handed in'),
    criteria: filledText.optional().describe("what it must cover; absent: the task's own"),
  }),
);
export const sweep = named('Sweep', z.strictObject({ limit: z.int().min(1).max(MOST_ROWS).default(100) }));

const limit = z.coerce.number().int().min(1).max(MOST_ROWS).default(100);
const after = z.coerce.number().int().min(0).describe('the position of an event; 0 is before the first');
export const listQuery = z.strictObject({
  status: status.optional(),
  priority: priority.optional(),
  limit,
});
export const eventsQuery = z.strictObject({ after: after.default(0), limit });
export const streamQuery = z.strictObject({ after: after.optional() });

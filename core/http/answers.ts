/** What is answered: the forms that the document promises, and that the tests hold every answer to. */
import { z } from 'zod';
import { NO_TASK } from '../engine/claim.js';
import { count, fence, holderText, instant, named, priority, status, taskIdText } from './schemas.js';

const facts = {
  id: taskIdText,
  seq: count.describe('order of arrival'),
  priority,
  task: z.string(),
  successCriteria: z.string(),
  idempotencyKey: z.string().nullable(),
  maxRetries: count,
  retries: count,
  run: count.describe('claims so far'),
  createdAt: instant,
  updatedAt: instant,
  dueAt: instant.nullable(),
  notes: z.string(),
  lastError: z.string().nullable(),
  tokensUsed: count,
  nextAction: z.string().nullable().describe('what a person has to do'),
  traceparent: z.string().nullable(),
};

const lease = named(
  'Lease',
  z.object({ taskId: taskIdText, holder: holderText, fence, until: instant.describe('dead from here on') }),
);

const settledAt = instant;
const inProgress = z.object({ ...facts, status: z.literal('IN_PROGRESS'), lease, startedAt: instant });
const task = named(
  'Task',
  z.discriminatedUnion('status', [
    z.object({ ...facts, status: z.literal('PENDING'), availableAt: instant }),
    inProgress,
    z.object({ ...facts, status: z.literal('DONE'), settledAt, duplicateOf: taskIdText.nullable() }),
    z.object({
      ...facts,
      status: z.literal('FAILED'),
      settledAt,
      failureClass: z.enum(['transient', 'permanent']),
      retryAt: instant.nullable().describe('earliest next run; null when the failure is final'),
    }),
    z.object({
      ...facts,
      status: z.literal('BLOCKED'),
      settledAt,
      blockedReason: z.enum(['guardrail', 'operator_cancel', 'replan', 'review', 'external_input']),
    }),
  ]),
);
export const oneTask = named('OneTask', z.object({ task }));
export const tasks = named('Tasks', z.object({ tasks: z.array(task) }));
export const claimed = named(
  'Claimed',
  z.object({
    task: inProgress.nullable(),
    reason: z
      .enum(NO_TASK)
      .nullable()
      .describe(
        'why there is no task: none is runnable now, the cap is reached, or the day has no tokens left',
      ),
  }),
);
export const renewed = named('Renewed', z.object({ lease }));

export const problem = named(
  'Problem',
  z.object({
    code: z.string().describe('stable; recognise a refusal by it'),
    message: z.string(),
    hint: z.string().nullable().describe('what to do next'),
  }),
);
export const added = named(
  'Added',
  z.object({
    results: z.array(z.union([z.object({ task }), z.object({ id: taskIdText, problem })])),
  }),
);

const event = named(
  'Event',
  z.object({
    seq: count,
    taskId: taskIdText,
    type: z.string(),
    at: instant,
    actor: z.string(),
    run: count,
    from: status.nullable(),
    to: status.nullable(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
);
export const events = named('Events', z.object({ events: z.array(event) }));

export const judged = named(
  'Verdict',
  z.object({
    action: z.enum(['ALLOW', 'SUMMARIZE', 'BLOCK']),
    state: z.enum(['OK', 'SOFT_EXCEEDED', 'HARD_EXCEEDED']),
    tokens: count,
    violations: z.array(
      z.object({ code: z.string(), message: z.string(), severity: z.enum(['low', 'medium', 'high']) }),
    ),
    taskTokens: count
      .optional()
      .describe('tokens of all runs of the task; absent: it has no budget for them'),
    applied: z.boolean().describe('false: the task is settled, and nothing was changed'),
  }),
);
export const routed = named(
  'Routed',
  z.object({
    review: z.object({
      verdict: z.enum(['PASS', 'RETRY', 'BLOCK']),
      reasons: z.array(z.string()).describe('words for programs, such as missing_checks:2'),
      missing: z.array(z.string()).describe('criteria that the report says nothing of'),
    }),
    task,
  }),
);
export const swept = named(
  'Swept',
  z.object({ requeued: z.array(taskIdText), exhausted: z.array(taskIdText) }),
);

export const overview = named(
  'Overview',
  z.object({
    at: instant,
    leaseForMs: count,
    lastEvent: count,
    byStatus: z.record(status, count),
    waiting: count.describe('PENDING, but not before a later instant'),
    oldestEligibleAt: instant.nullable(),
    expired: count.describe('IN_PROGRESS under a lease that ran out'),
    failedFinal: count,
    skipped: count.describe('DONE as the duplicate of another task'),
    running: z.array(
      z.object({
        id: taskIdText,
        priority,
        task: z.string(),
        holder: holderText,
        run: count,
        retries: count,
        maxRetries: count,
        startedAt: instant,
        leaseUntil: instant,
      }),
    ),
  }),
);

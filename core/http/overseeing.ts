/** What stands beside a worker and holds no lease: an enforcer of budgets, and a reviewer of what a run handed in. */
import { weighed } from '../engine/settle.js';
import { fencingToken, taskId } from '../task/ids.js';
import { judged, routed } from './answers.js';
import { enforce, review } from './bodies.js';
import { type Operation, posting } from './operation.js';

const judgeWithoutLease = posting({
  name: 'enforce',
  path: '/v1/tasks/{id}/enforce',
  summary: 'Judge a report without a lease; BLOCK blocks a task that waits or runs and revokes its claim',
  body: enforce,
  answer: judged,
  refusals: ['NOT_FOUND'],
  run: async ({ id, body }, parts) => {
    const report = await weighed(body.report);
    return parts.ask((store) => store.enforce(taskId(id), report));
  },
});

const reviewAndRoute = posting({
  name: 'review',
  path: '/v1/tasks/{id}/review',
  summary: 'Judge what a run handed in against its success criteria: done, tried again or blocked',
  body: review,
  answer: routed,
  refusals: ['NOT_FOUND', 'LEASE_LOST'],
  run: ({ id, body: { fence, report, criteria } }, parts) =>
    parts.ask((store) =>
      store.review(
        { taskId: taskId(id), fence: fencingToken(fence) },
        { report, ...(criteria !== undefined && { criteria }) },
      ),
    ),
});

/** The endpoints of those who look over a worker's shoulder. */
export const overseeing: readonly Operation[] = [judgeWithoutLease, reviewAndRoute];

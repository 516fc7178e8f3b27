/** What a worker does: claim, keep the claim, hand in a report, settle. Every write shows holder and fence. */
import { claimOrSayWhy } from '../engine/claim.js';
import { settle, weighed } from '../engine/settle.js';
import type { ErrorCode } from '../errors.js';
import { fencingToken, taskId, workerId } from '../task/ids.js';
import type { LeaseProof } from '../task/task.js';
import { milliseconds } from '../time.js';
import { claimed, judged, oneTask, renewed } from './answers.js';
import { block, claim, complete, fail, handIn, heartbeat, release } from './bodies.js';
import { type Call, type Operation, posting } from './operation.js';

const asHolder: readonly ErrorCode[] = ['LEASE_LOST', 'NOT_FOUND'];
const settling: readonly ErrorCode[] = [...asHolder, 'ILLEGAL_TRANSITION'];

const take = posting({
  name: 'claim',
  path: '/v1/claim',
  summary: 'Claim the next runnable task, with lease and fence, or learn why there is none',
  body: claim,
  answer: claimed,
  run: async ({ body }, parts) => {
    const { leaseFor, maxInProgress, dayLeft } = parts;
    const terms = { leaseFor: span(body.leaseForMs) ?? leaseFor, maxInProgress, dayLeft };
    return parts.ask((store) => claimOrSayWhy(store, workerId(body.holder), terms));
  },
});

const keep = posting({
  name: 'heartbeat',
  path: '/v1/tasks/{id}/heartbeat',
  summary: 'Prolong a claim',
  body: heartbeat,
  answer: renewed,
  refusals: asHolder,
  run: async (call, parts) => {
    const leaseFor = span(call.body.leaseForMs) ?? parts.leaseFor;
    return { lease: await parts.ask((store) => store.heartbeat(proofOf(call), { leaseFor })) };
  },
});

const judge = posting({
  name: 'report',
  path: '/v1/tasks/{id}/report',
  summary: 'Hand in a report; BLOCK blocks the task and revokes the claim',
  body: handIn,
  answer: judged,
  refusals: asHolder,
  run: async (call, parts) => {
    const report = await weighed(call.body.report);
    return parts.ask((store) => store.report(proofOf(call), report));
  },
});

const finish = posting({
  name: 'complete',
  path: '/v1/tasks/{id}/complete',
  summary: 'Settle as DONE; a report that is judged BLOCK settles as BLOCKED',
  body: complete,
  answer: oneTask,
  refusals: settling,
  run: async (call, parts) => {
    const { notes, report = null } = call.body;
    const task = await parts.ask((store) => settle(store, proofOf(call), { kind: 'done', notes, report }));
    return { task };
  },
});

const giveUp = posting({
  name: 'fail',
  path: '/v1/tasks/{id}/fail',
  summary: 'Settle as FAILED: retried when transient and retries are left, else final',
  body: fail,
  answer: oneTask,
  refusals: settling,
  run: async (call, parts) => {
    const { report = null, error } = call.body;
    const failure = { error, class: call.body.class };
    const task = await parts.ask((store) =>
      settle(store, proofOf(call), { kind: 'failed', failure, report }),
    );
    return { task };
  },
});

const askForInput = posting({
  name: 'block',
  path: '/v1/tasks/{id}/block',
  summary: 'Settle as BLOCKED: the work needs input from outside',
  body: block,
  answer: oneTask,
  refusals: settling,
  run: async (call, parts) => {
    const { nextAction } = call.body;
    return { task: await parts.ask((store) => store.block(proofOf(call), { nextAction })) };
  },
});

const giveBack = posting({
  name: 'release',
  path: '/v1/tasks/{id}/release',
  summary: 'Give the task back unfinished; no retry is used up',
  body: release,
  answer: oneTask,
  refusals: settling,
  run: async (call, parts) => {
    const { reason } = call.body;
    return { task: await parts.ask((store) => store.release(proofOf(call), { reason })) };
  },
});

/** The endpoints of a worker. */
export const holding: readonly Operation[] = [take, keep, judge, finish, giveUp, askForInput, giveBack];

function proofOf({
  id,
  body,
}: Call<{ readonly holder: string; readonly fence: number }, unknown>): LeaseProof {
  return { taskId: taskId(id), holder: workerId(body.holder), fence: fencingToken(body.fence) };
}

function span(ms: number | undefined) {
  return ms === undefined ? null : milliseconds(ms);
}

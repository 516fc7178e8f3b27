/**
 * Whether a parsed history line is what the format says, by hand because a soak has a million of them.
 * The answer is a problem in words or null; nothing is repaired.
 */
import type { Op } from '../record/history.js';

type Kind = 'string' | 'number' | 'object' | 'string?' | 'number?';
type Shape = Readonly<Record<string, Kind>>;

const held: Shape = { worker: 'string', task: 'string', fence: 'number' };
const operated: Shape = { task: 'string' };

const ARGUMENTS: Readonly<Record<string, Shape>> = {
  enqueue: { task: 'object' },
  claim: { worker: 'string', leaseMs: 'number' },
  heartbeat: { ...held, leaseMs: 'number' },
  report: { ...held, tokens: 'number', text: 'string?' },
  complete: held,
  fail: { ...held, class: 'string' },
  sweep: {},
  cancel: operated,
  replan: operated,
  retry: operated,
  list: {},
  events: { after: 'number' },
};

const SUBMISSION: Shape = {
  id: 'string',
  priority: 'string',
  task: 'string',
  idempotencyKey: 'string?',
  maxRetries: 'number?',
};

/** Shapes of acknowledged answers that the judge reads; the rest is not looked at. */
const ANSWERS: Readonly<Record<string, Shape>> = {
  enqueue: { task: 'string' },
  claim: { task: 'string', run: 'number', fence: 'number', leaseUntil: 'number' },
  heartbeat: { leaseUntil: 'number' },
  report: { action: 'string' },
  sweep: { requeued: 'object', exhausted: 'object' },
};

const LINES: Readonly<Record<string, Shape>> = {
  invoke: { call: 'object' },
  ok: { invokedBy: 'number' },
  fail: { invokedBy: 'number', code: 'string', says: 'string?' },
  info: { invokedBy: 'number', code: 'string', says: 'string?' },
  'fault-start': { fault: 'object' },
  'fault-heal': { fault: 'object' },
  'run-start': { task: 'string', fence: 'number', key: 'string?' },
  'run-end': { task: 'string', fence: 'number', key: 'string?', outcome: 'string?', tokens: 'number?' },
  mark: { mark: 'string' },
};

/** What is wrong with a line, or null. */
export function lineProblem(value: unknown): string | null {
  const common = shapeProblem(value, { index: 'number', at: 'number', actor: 'string', type: 'string' });
  if (common !== null) return common;
  const line = value as Readonly<Record<string, unknown>>;
  const shape = own(LINES, String(line['type']));
  if (shape === undefined) return `expected a known type of line, found ${JSON.stringify(line['type'])}`;
  return shapeProblem(line, shape) ?? detailProblem(line);
}

/** What is wrong with the answer to a call, or null. */
export function answerProblem(op: string, value: unknown): string | null {
  if (op === 'claim' && value === null) return null;
  const shape = own(ANSWERS, op);
  if (shape === undefined) return null;
  const problem = shapeProblem(value, shape);
  if (problem !== null || op !== 'sweep') return problem;
  const { requeued, exhausted } = value as { requeued: unknown; exhausted: unknown };
  return Array.isArray(requeued) && Array.isArray(exhausted) ? null : 'expected lists of tasks from a sweep';
}

/** Narrowing for a line that `lineProblem` found nothing against. */
export function asOp(value: unknown): Op {
  return value as Op;
}

function detailProblem(line: Readonly<Record<string, unknown>>): string | null {
  if (line['type'] === 'invoke') return callProblem(line['call'] as Readonly<Record<string, unknown>>);
  if (line['type'] === 'fault-start' || line['type'] === 'fault-heal') {
    return shapeProblem(line['fault'], { id: 'string', kind: 'string', target: 'string' });
  }
  return null;
}

function callProblem(call: Readonly<Record<string, unknown>>): string | null {
  const shape = own(ARGUMENTS, String(call['op']));
  if (shape === undefined) return `expected a known operation, found ${JSON.stringify(call['op'])}`;
  const problem = shapeProblem(call['args'], shape);
  if (problem !== null || call['op'] !== 'enqueue') return problem;
  return shapeProblem((call['args'] as { task: unknown }).task, SUBMISSION);
}

function shapeProblem(value: unknown, shape: Shape): string | null {
  if (typeof value !== 'object' || value === null)
    return `expected an object, found ${JSON.stringify(value)}`;
  for (const field in shape) {
    const found = (value as Readonly<Record<string, unknown>>)[field];
    const kind = shape[field] as Kind;
    const optional = kind.endsWith('?');
    if (optional && (found === undefined || found === null)) continue;
    const wanted = optional ? kind.slice(0, -1) : kind;
    if (typeof found !== wanted || found === null) return `expected ${field} to be a ${wanted}`;
  }
  return null;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A call and what came of it, each in a few words: what tells it from others, and no more. */
import type { Call, Op } from '../../gates/record/history.js';

/** A call in one line: the operation, then its task, fence, tokens and key where it has them. */
export function callText({ op, args }: Call): string {
  const submitted = 'task' in args && typeof args.task === 'object' ? args.task : null;
  const told: Readonly<Record<string, unknown>> = { ...args, ...submitted };
  const { id, task, fence, tokens, idempotencyKey } = told;
  const words = [op, op === 'enqueue' ? id : task];
  if (fence !== undefined) words.push(`fence ${fence}`);
  if (tokens !== undefined) words.push(`tokens ${tokens}`);
  if (idempotencyKey !== undefined) words.push(`key ${idempotencyKey}`);
  return words.filter((word) => word !== undefined).join(' ');
}

/** What a completion says; `startedAt` is the instant of `at` 0, ms since the epoch. */
export function completionText(op: Op, startedAt: number): string {
  if (op.type === 'fail' || op.type === 'info') {
    return op.says === undefined ? `${op.type} ${op.code}` : `${op.type} ${op.code}: ${op.says}`;
  }
  return op.type === 'ok' ? `ok ${valueText(op.value, startedAt)}`.trimEnd() : op.type;
}

/** An answer in a few words. Instants of the system are shown on the run's own clock. */
function valueText(value: unknown, startedAt: number): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return `${value.length} entries`;
  const told = Object.entries(value).filter(([, part]) => part !== null);
  return told
    .map(([name, part]) =>
      name === 'leaseUntil' ? `until ${Number(part) - startedAt} ms` : `${name} ${String(part)}`,
    )
    .join(' ');
}

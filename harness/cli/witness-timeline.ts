/**
 * The operations that collide, as lines of text: which line of the history, when, who, what was asked and what came of
 * it. An accusation names the lines; a person needs to see both ends of each call and the order between them.
 */
import type { Call, History, Op } from '../../gates/record/history.js';
import { columns } from './columns.js';

/** One row for each call or note a witness names, in order of the history. */
export function witnessTimeline(history: History, witness: readonly number[]): string {
  const begins = new Set(
    witness.map((index) => beginOf(history.ops[index])).filter((index) => index !== null),
  );
  const rows = [...begins].sort((one, other) => one - other).map((index) => rowOf(history, index));
  return columns([['line', 'at', 'actor', 'asked', 'came of it'], ...rows]);
}

/** The line a call began with; a note and a fault are their own. */
function beginOf(op: Op | undefined): number | null {
  if (op === undefined) return null;
  return 'invokedBy' in op ? op.invokedBy : op.index;
}

function rowOf(history: History, index: number): readonly string[] {
  const op = history.ops[index];
  const { startedAt } = history.header;
  if (op === undefined) return [String(index), '', '', '', 'no such line'];
  const row = (what: string, came: string) => [String(index), `${op.at} ms`, op.actor, what, came];
  switch (op.type) {
    case 'invoke': {
      const end = history.ops.find((other) => 'invokedBy' in other && other.invokedBy === index);
      return row(
        callText(op.call),
        end === undefined ? 'still open' : `${completionText(end, startedAt)} at ${end.at} ms (${end.index})`,
      );
    }
    case 'run-start':
    case 'run-end':
      return row(`${op.type} ${op.task} fence ${op.fence}`, '');
    case 'fault-start':
    case 'fault-heal':
      return row(`${op.type} ${op.fault.kind} of ${op.fault.target}`, '');
    case 'mark':
      return row(op.mark, '');
    case 'ok':
    case 'fail':
    case 'info':
      return row('', completionText(op, startedAt));
  }
}

/** A call in one line: the operation, then what tells it from others. */
function callText({ op, args }: Call): string {
  const submitted = 'task' in args && typeof args.task === 'object' ? args.task : null;
  const told: Readonly<Record<string, unknown>> = { ...args, ...submitted };
  const { id, task, fence, tokens, idempotencyKey } = told;
  const words = [op, op === 'enqueue' ? id : task];
  if (fence !== undefined) words.push(`fence ${fence}`);
  if (tokens !== undefined) words.push(`tokens ${tokens}`);
  if (idempotencyKey !== undefined) words.push(`key ${idempotencyKey}`);
  return words.filter((word) => word !== undefined).join(' ');
}

function completionText(op: Op, startedAt: number): string {
  if (op.type === 'fail' || op.type === 'info') return `${op.type} ${op.code}`;
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

/**
 * The operations that collide, as lines of text: which line of the history, when, who, what was asked and what came of
 * it. An accusation names the lines; a person needs to see both ends of each call and the order between them.
 */
import type { History, Op } from '../../../gates/record/history.js';
import { callText, completionText } from '../../history/op-text.js';
import { columns } from '../../terminal/columns.js';

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

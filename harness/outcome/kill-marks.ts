/** Coverage marks of kills at a call: what is in doubt, and what its actor has seen of it, differ by the moment. */
import type { InjectedFault, Op } from '../../gates/record/history.js';
import { nameOf } from '../history/ops.js';

const OPERATIONS = ['claim', 'report', 'complete', 'fail'] as const;
const MOMENTS = { before: 'pre', within: 'mid', after: 'post' } as const;
type KillMark = `killed-${keyof typeof MOMENTS}-${(typeof OPERATIONS)[number]}`;

/** An actor was killed just before a call was sent, in its midst, or before it saw the answer. */
export const KILL_MARKS: readonly KillMark[] = OPERATIONS.flatMap((op) =>
  (['before', 'within', 'after'] as const).map((moment) => `killed-${moment}-${op}` as const),
);

/** How often each mark was reached. */
export function killMarks(ops: readonly Op[]): Readonly<Record<KillMark, number>> {
  const marks = Object.fromEntries(KILL_MARKS.map((mark) => [mark, 0])) as Record<KillMark, number>;
  const open = new Map<string, string>();
  for (const op of ops) {
    const actor = nameOf(op.actor);
    if (op.type === 'invoke') open.set(actor, op.call.op);
    else if (op.type === 'ok' || op.type === 'fail' || op.type === 'info') open.delete(actor);
    else if (op.type === 'fault-start') {
      const mark = markOf(op.fault, open.get(op.fault.target));
      if (mark !== undefined) marks[mark] += 1;
    }
  }
  return marks;
}

/** A kill in the midst of a call, or after it, struck it only while it was open. */
function markOf({ kind, call }: InjectedFault, open: string | undefined): KillMark | undefined {
  if (kind !== 'kill' || call === undefined || (call.phase !== 'pre' && open !== call.op)) return undefined;
  return KILL_MARKS.find((mark) => {
    const [, moment, op] = mark.split('-') as [string, keyof typeof MOMENTS, string];
    return MOMENTS[moment] === call.phase && op === call.op;
  });
}

/**
 * Histories as a careless checker would read them. Each is a mistake that checkers were once made with;
 * the corpus has to show it.
 */
import type { Completion, History, Op, Operation } from '../../../gates/record/history.js';
import type { Told } from './told.js';

export interface Carelessness {
  readonly name: string;
  readonly says: string;
  /** A history of the corpus that it gets wrong. */
  readonly exposedBy: string;
  readonly reads: (told: Told) => Pick<Told, 'history' | 'final'>;
}

type Completed = Extract<Op, { type: 'ok' | 'fail' | 'info' }>;
type Invoke = Extract<Op, { type: 'invoke' }>;

export const CARELESS: readonly Carelessness[] = [
  {
    name: 'calls-end-when-answered',
    says: 'takes each call for done at the instant of its answer',
    exposedBy: 'a failure in time is answered after the next claim',
    reads: ({ history, final }) => ({ history: withOps(history, atTheirAnswers(history.ops)), final }),
  },
  {
    name: 'unanswered-is-refused',
    says: 'takes what has no answer for refused',
    exposedBy: 'a completion without an answer took effect',
    reads: ({ history, final }) => ({
      history: withOps(
        history,
        answeredBy(history.ops, () => ({ type: 'fail', code: 'BUSY' })),
      ),
      final,
    }),
  },
  {
    name: 'unanswered-is-done',
    says: 'takes what has no answer for done',
    exposedBy: 'a completion without an answer never took effect',
    reads: ({ history, final }) => ({
      history: withOps(
        history,
        answeredBy(history.ops, (op) => ({ type: 'ok', value: ANSWERS[op] ?? null })),
      ),
      final,
    }),
  },
  {
    name: 'calls-are-believed',
    says: 'believes the calls without a look at the final read',
    exposedBy: 'a completion is lost',
    reads: ({ history, expected }) => ({ history, final: expected }),
  },
];

/** The least that an accepted call answers; null for the others. */
const ANSWERS: Partial<Record<Operation, unknown>> = {
  report: { action: 'ALLOW' },
  sweep: { requeued: [], exhausted: [] },
};

function withOps({ header, trailer }: History, ops: readonly Op[]): History {
  return { header, ops, trailer };
}

/** Every call begun just before it ended, so that recording order is all the order there is. */
function atTheirAnswers(ops: readonly Op[]): readonly Op[] {
  const moved: Op[] = [];
  const ended = new Set(ops.flatMap((op) => (isCompletion(op) ? [op.invokedBy] : [])));
  for (const op of ops) {
    const index = moved.length;
    if (op.type === 'invoke' && ended.has(op.index)) continue;
    if (!isCompletion(op)) moved.push({ ...op, index });
    else {
      const invoke = ops[op.invokedBy] as Invoke;
      moved.push({ ...invoke, index, at: op.at }, { ...op, index: index + 1, invokedBy: index });
    }
  }
  return moved;
}

function answeredBy(ops: readonly Op[], answer: (op: Operation) => Completion): readonly Op[] {
  return ops.map((op): Op => {
    if (op.type !== 'info') return op;
    const { index, at, actor, invokedBy } = op;
    return { index, at, actor, invokedBy, ...answer((ops[invokedBy] as Invoke).call.op) };
  });
}

function isCompletion(op: Op): op is Completed {
  return op.type === 'ok' || op.type === 'fail' || op.type === 'info';
}

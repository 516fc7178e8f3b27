/**
 * The states of one task and what each operation makes of them, as the judge of a history sees them. A copy of its own
 * on purpose, like declared-transitions.ts. Permissive where only a clock or a count decides: whether a lease had run
 * out, a backoff was over or a retry was left is held by INV-01, INV-06 and INV-07.
 */
import type { TaskRow, TaskStatus } from '../../../../gates/record/history.js';

/**
 * A status, told apart where the next step depends on more. `LENT`: in progress under a claim whose answer was lost, so
 * that nobody can show its fence. `SKIPPED`: DONE as a duplicate. `FAILED`: a retry may come; `GIVEN_UP`: none will.
 */
type Phase = 'ABSENT' | 'PENDING' | 'HELD' | 'LENT' | 'DONE' | 'SKIPPED' | 'FAILED' | 'GIVEN_UP' | 'BLOCKED';

export interface TaskState {
  readonly phase: Phase;
  /** Claims so far. */
  readonly run: number;
  /** The highest fence that was told to anybody. */
  readonly fence: number;
}

/** What an operation does if it takes place, with what it was answered; null where nobody knows the answer. */
export type Effect =
  | { readonly kind: 'enqueue' | 'skip' | 'requeue' | 'exhaust' | 'lost-sweep' }
  | { readonly kind: 'claim'; readonly run: number; readonly fence: number }
  | { readonly kind: 'lost-claim'; readonly run: number }
  | { readonly kind: HolderAction; readonly fence: number }
  | { readonly kind: OperatorAction; readonly answered: TaskStatus | null }
  | { readonly kind: 'read'; readonly row: TaskRow | null };
/** `report`: a verdict that changes nothing; `block`: one that blocks. `lost-block`: a report without an answer. */
type HolderAction = 'heartbeat' | 'report' | 'block' | 'lost-block' | 'complete' | 'fail' | 'fail-for-good';
type OperatorAction = 'cancel' | 'replan' | 'retry';

export const UNKNOWN_TASK: TaskState = { phase: 'ABSENT', run: 0, fence: 0 };

const NONE: readonly TaskState[] = [];
const STATUS: Readonly<Record<Phase, TaskStatus | null>> = {
  ABSENT: null,
  PENDING: 'PENDING',
  HELD: 'IN_PROGRESS',
  LENT: 'IN_PROGRESS',
  DONE: 'DONE',
  SKIPPED: 'DONE',
  FAILED: 'FAILED',
  GIVEN_UP: 'FAILED',
  BLOCKED: 'BLOCKED',
};

/** The states an operation may lead to: none where it is illegal, the state itself where it changes nothing. */
export function outcomes(state: TaskState, effect: Effect): readonly TaskState[] {
  switch (effect.kind) {
    case 'enqueue':
      return state.phase === 'ABSENT' ? into(state, 'PENDING') : [state];
    case 'claim':
      return isNextRun(state, effect) && effect.fence > state.fence
        ? [{ phase: 'HELD', run: effect.run, fence: effect.fence }]
        : NONE;
    case 'lost-claim':
      return isNextRun(state, effect) ? [{ phase: 'LENT', run: effect.run, fence: state.fence }] : NONE;
    case 'skip':
      return state.phase === 'PENDING' ? into(state, 'SKIPPED') : NONE;
    case 'requeue':
    case 'exhaust':
    case 'lost-sweep':
      return swept(state, effect.kind);
    case 'cancel':
    case 'replan':
    case 'retry':
      return operated(state, effect);
    case 'read':
      return isAsRead(state, effect.row) ? [state] : NONE;
    case 'heartbeat':
    case 'report':
    case 'block':
    case 'lost-block':
    case 'complete':
    case 'fail':
    case 'fail-for-good':
      return effect.fence === state.fence ? written(state, effect.kind) : NONE;
  }
}

/**
 * Whether an operation changes nothing now, nor would later. An operator's command that finds the task PENDING already
 * would, had somebody claimed the task before.
 */
export function isIdle(state: TaskState, effect: Effect): boolean {
  return effect.kind !== 'replan' && effect.kind !== 'retry' && outcomes(state, effect)[0] === state;
}

/** The status in words, with the fence that may write. */
export function stateText({ phase, fence }: TaskState): string {
  if (phase === 'ABSENT') return 'not there';
  if (phase === 'HELD') return `IN_PROGRESS with fence ${fence}`;
  if (phase === 'LENT') return 'IN_PROGRESS under a claim without an answer';
  if (phase === 'GIVEN_UP') return 'FAILED for good';
  return STATUS[phase] ?? phase;
}

function into(state: TaskState, phase: Phase): readonly TaskState[] {
  return [{ phase, run: state.run, fence: state.fence }];
}

function isNextRun({ phase, run }: TaskState, claim: { readonly run: number }): boolean {
  return phase === 'PENDING' && claim.run === run + 1;
}

function isInProgress({ phase }: TaskState): boolean {
  return phase === 'HELD' || phase === 'LENT';
}

function swept(state: TaskState, kind: 'requeue' | 'exhaust' | 'lost-sweep'): readonly TaskState[] {
  if (!isInProgress(state) && state.phase !== 'FAILED') return NONE;
  const requeued = kind === 'exhaust' ? NONE : into(state, 'PENDING');
  const exhausted = kind === 'requeue' ? NONE : into(state, 'GIVEN_UP');
  return [...requeued, ...exhausted];
}

/** What the writer of the present fence does. A verdict on a finished run changes nothing. */
function written(state: TaskState, kind: HolderAction): readonly TaskState[] {
  if (state.phase === 'HELD') return byHolder(state, kind);
  if (kind === 'complete' && state.phase === 'DONE') return [state];
  const isFinished = STATUS[state.phase] === 'DONE' || STATUS[state.phase] === 'FAILED';
  return isFinished && (kind === 'report' || kind === 'block') ? [state] : NONE;
}

function byHolder(state: TaskState, kind: HolderAction): readonly TaskState[] {
  switch (kind) {
    case 'heartbeat':
    case 'report':
      return [state];
    case 'block':
    case 'lost-block':
      return into(state, 'BLOCKED');
    case 'complete':
      return into(state, 'DONE');
    case 'fail':
      return into(state, 'FAILED');
    case 'fail-for-good':
      return into(state, 'GIVEN_UP');
  }
}

function operated(
  state: TaskState,
  { kind, answered }: { readonly kind: OperatorAction; readonly answered: TaskStatus | null },
): readonly TaskState[] {
  const next = destination(state, kind);
  if (next === null || (answered !== null && answered !== STATUS[next])) return NONE;
  return next === state.phase ? [state] : into(state, next);
}

function destination(state: TaskState, kind: OperatorAction): Phase | null {
  if (state.phase === 'ABSENT' || STATUS[state.phase] === 'DONE') return null;
  const isOpen = isInProgress(state) || state.phase === 'PENDING';
  if (kind === 'cancel') return isOpen ? 'BLOCKED' : null;
  return kind === 'replan' && isInProgress(state) ? 'BLOCKED' : 'PENDING';
}

function isAsRead(state: TaskState, row: TaskRow | null): boolean {
  if (row === null) return state.phase === 'ABSENT';
  if (row.status !== STATUS[state.phase] || row.run !== state.run) return false;
  return row.availableAt === null || state.phase !== 'GIVEN_UP';
}

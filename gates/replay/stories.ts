/**
 * A run told task by task: what was submitted, claimed, written and ordered for each.
 * Every rule of the judge starts from here, so that none of them pairs lines in its own way.
 */
import type { ClaimAnswer } from '../record/history.js';
import { type CallOf, isCall, isOkCall, type OkCallOf, type Run, type RunCall } from './run.js';

/** A claim that was answered with a task. */
export type WonClaim = Omit<OkCallOf<'claim'>, 'value'> & { readonly value: ClaimAnswer };
export type FencedCall = CallOf<'heartbeat'> | CallOf<'report'> | CallOf<'complete'> | CallOf<'fail'>;
export type OperatorCall = CallOf<'cancel'> | CallOf<'replan'> | CallOf<'retry'>;

export interface SweepMove {
  readonly sweep: OkCallOf<'sweep'>;
  readonly moved: 'requeued' | 'exhausted';
}

export interface Story {
  readonly task: string;
  readonly enqueues: CallOf<'enqueue'>[];
  /** In order of invocation. */
  readonly claims: WonClaim[];
  readonly fenced: FencedCall[];
  readonly operators: OperatorCall[];
  readonly sweeps: SweepMove[];
}

export interface Stories {
  readonly tasks: ReadonlyMap<string, Story>;
  /** Claims and sweeps whose answer nobody knows: each may have touched any task. */
  readonly ghosts: readonly RunCall[];
  /** The idempotency key of each submitted task, trimmed; absent when it has none. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Tells a run's stories. */
export function storiesOf(run: Run): Stories {
  const tasks = new Map<string, Story>();
  const ghosts: RunCall[] = [];
  const keys = new Map<string, string>();
  for (const call of run.calls) {
    if (call.outcome === 'unknown' && (call.op === 'claim' || call.op === 'sweep')) ghosts.push(call);
    else file(call, tasks);
    if (isCall(call, 'enqueue')) {
      const key = call.args.task.idempotencyKey?.trim();
      if (key !== undefined && key !== '') keys.set(call.args.task.id, key);
    }
  }
  return { tasks, ghosts, keys };
}

function file(call: RunCall, tasks: Map<string, Story>): void {
  switch (call.op) {
    case 'enqueue':
      story(tasks, call.args.task.id).enqueues.push(call);
      break;
    case 'claim':
      if (isOkCall(call, 'claim') && call.value !== null) {
        story(tasks, call.value.task).claims.push({ ...call, value: call.value });
      }
      break;
    case 'heartbeat':
    case 'report':
    case 'complete':
    case 'fail':
      story(tasks, call.args.task).fenced.push(call);
      break;
    case 'cancel':
    case 'replan':
    case 'retry':
      story(tasks, call.args.task).operators.push(call);
      break;
    case 'sweep':
      if (isOkCall(call, 'sweep')) fileSweep(call, tasks);
      break;
    case 'list':
    case 'events':
      break;
  }
}

function fileSweep(sweep: OkCallOf<'sweep'>, tasks: Map<string, Story>): void {
  const { requeued, exhausted } = sweep.value;
  for (const id of requeued) story(tasks, id).sweeps.push({ sweep, moved: 'requeued' });
  for (const id of exhausted) story(tasks, id).sweeps.push({ sweep, moved: 'exhausted' });
}

function story(tasks: Map<string, Story>, task: string): Story {
  const known = tasks.get(task);
  if (known !== undefined) return known;
  const fresh: Story = { task, enqueues: [], claims: [], fenced: [], operators: [], sweeps: [] };
  tasks.set(task, fresh);
  return fresh;
}

/** Whether an operator's command may have taken effect on the task. */
export function operatorActed(one: Story): boolean {
  return one.operators.some((call) => call.outcome !== 'refused');
}

/** Accepted completions of the task. */
export function completions(one: Story): readonly OkCallOf<'complete'>[] {
  return one.fenced.filter(
    (call): call is OkCallOf<'complete'> => call.op === 'complete' && call.outcome === 'ok',
  );
}

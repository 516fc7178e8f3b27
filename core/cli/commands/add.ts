/** `orch add`: one task into the queue. */
import { type Command, Option } from 'commander';
import { DuplicateId, hasCode } from '../../errors.js';
import type { Store } from '../../store/store.js';
import { PRIORITIES, type Priority, type Task, type TaskDraft, type TaskId } from '../../task/task.js';
import type { TraceParent } from '../../task/traceparent.js';
import { dueAt, idArgument, textArgument, traceArgument, wholeArgument } from '../options/arguments.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly id: TaskId;
  readonly priority: Priority;
  readonly task: string;
  readonly successCriteria: string;
  readonly idempotencyKey?: string;
  readonly maxAttempts?: number;
  readonly ifAbsent?: true;
  readonly dueAtKst?: string;
  readonly notes?: string;
  readonly traceparent?: TraceParent;
}

export function addAdd(parent: Command, bind: Bind): void {
  parent
    .command('add')
    .description('add a task')
    .requiredOption('--id <id>', 'the name of the task', idArgument)
    .addOption(
      new Option('--priority <priority>', 'P0 is worked first').choices(PRIORITIES).makeOptionMandatory(),
    )
    .requiredOption('--task <text>', 'what to do', textArgument)
    .requiredOption('--success-criteria <text>', 'how to tell that it is done', textArgument)
    .option('--idempotency-key <key>', 'the name of the same work under other ids; an empty one is none')
    .option('--max-attempts <n>', 'retries after the first run', wholeArgument(0, 20))
    .option('--due-at-kst <time>', 'YYYY-MM-DD HH:MM in the display zone')
    .option('--notes <text>', 'a first note', textArgument)
    .option('--traceparent <id>', 'the trace it belongs to (W3C Trace Context)', traceArgument)
    .option('--if-absent', 'succeed when an equal task exists already')
    .action(bind(add));
}

const add: Action<Options> = async (options, context) => {
  const draft: TaskDraft = {
    id: options.id,
    priority: options.priority,
    task: options.task,
    successCriteria: options.successCriteria,
    idempotencyKey: options.idempotencyKey ?? null,
    maxRetries: options.maxAttempts ?? context.config.maxRetries,
    dueAt: options.dueAtKst === undefined ? null : dueAt(options.dueAtKst, context.config.zone),
    notes: options.notes ?? '',
    traceparent: options.traceparent ?? null,
  };
  const terms = { actor: 'operator:add', whenMissing: 'create' } as const;
  const added = await withStore(context, terms, (store) =>
    options.ifAbsent === true ? enqueueIfAbsent(store, draft) : enqueue(store, draft),
  );
  return answer({ id: options.id, added }, (value) => `${value.added ? 'Added' : 'Exists'} ${value.id}`, {
    taskId: options.id,
  });
};

async function enqueue(store: Store, draft: TaskDraft): Promise<boolean> {
  await store.enqueue(draft);
  return true;
}

async function enqueueIfAbsent(store: Store, draft: TaskDraft): Promise<boolean> {
  try {
    return await enqueue(store, draft);
  } catch (error) {
    if (!hasCode(error, 'DUPLICATE_ID')) throw error;
    const present = await store.find(draft.id as TaskId);
    if (present === null) throw error;
    const differing = differences(present, draft);
    if (differing.length === 0) return false;
    throw new DuplicateId(`task ${draft.id} exists with another ${differing.join(', ')}`, {
      cause: error,
      hint: `look at it with: orch show --id ${draft.id}`,
    });
  }
}

/** Notes only grow, so a task still equals its draft when its notes begin with the draft's. */
function differences(present: Task, draft: TaskDraft): readonly string[] {
  const fields = ['priority', 'task', 'successCriteria', 'maxRetries', 'dueAt'] as const;
  const differing: string[] = fields.filter((field) => present[field] !== draft[field]);
  if (present.idempotencyKey !== (draft.idempotencyKey?.trim() || null)) differing.push('idempotencyKey');
  if (!present.notes.startsWith(draft.notes ?? '')) differing.push('notes');
  return differing;
}

/** What the model answers to submitters, workers, guardrail and reviewer, and what changes. */
import type { Command, HeldCommand, Outcome } from './commands.js';
import {
  backoff,
  become,
  blockAs,
  grantRetry,
  isOriginal,
  type Model,
  type ModelTask,
  newTask,
  twins,
} from './model.js';

const LEASE_MS = 60_000;

export function enqueue(model: Model, { id, key, priority, retries }: Command): Outcome {
  if (model.tasks.some((task) => task.id === id)) return 'DUPLICATE_ID';
  const task = newTask({ id, key, priority, maxRetries: retries, seq: model.tasks.length + 1 });
  model.tasks.push(task);
  return become(task, 'PENDING', { availableAt: model.now });
}

/** The head of the queue is taken; heads whose work was done already become duplicates on the way. */
export function claim(model: Model, { holder, cap }: Command): Outcome {
  const running = model.tasks.filter(({ status }) => status === 'IN_PROGRESS').length;
  if (cap !== null && running >= cap) return 'nothing';
  for (;;) {
    const head = headOfQueue(model);
    if (head === undefined) return 'nothing';
    const original = twins(model, head).find(isOriginal);
    if (original) {
      become(head, 'DONE', { settledAt: model.now, duplicateOf: original.id });
      continue;
    }
    const until = model.now + LEASE_MS;
    head.spent += 1;
    become(head, 'IN_PROGRESS', { holder, until, run: head.run + 1, tokens: 0, taken: false });
    model.proofs.unshift({ id: head.id, holder, run: head.run });
    return `${head.id} run ${head.run} until ${until}`;
  }
}

function headOfQueue(model: Model): ModelTask | undefined {
  const order = ({ priority, availableAt, seq }: ModelTask) =>
    `${priority} ${String(availableAt).padStart(16, '0')} ${String(seq).padStart(8, '0')}`;
  return model.tasks
    .filter((task) => task.status === 'PENDING' && (task.availableAt ?? 0) <= model.now)
    .filter((task) => !twins(model, task).some((twin) => leads(twin, task)))
    .sort((one, other) => (order(one) < order(other) ? -1 : 1))[0];
}

function leads(twin: ModelTask, task: ModelTask): boolean {
  const live = twin.status === 'PENDING' || (twin.status === 'FAILED' && twin.retryAt !== null);
  return twin.status === 'IN_PROGRESS' || (twin.seq < task.seq && live);
}

/** Everything a holder may ask for; a proof that does not hold is refused and changes nothing. */
export function asHolder(model: Model, command: HeldCommand): Outcome {
  const proof = model.proofs[command.proof];
  const task = model.tasks.find(({ id }) => id === proof?.id);
  if (proof === undefined || task === undefined) return null;
  const finished = task.status === 'DONE' || task.status === 'FAILED';
  if (command.verb === 'report' && finished && task.run === proof.run) {
    return `${verdictOf(command)}, not applied`;
  }
  const live = task.status === 'IN_PROGRESS' && (task.until ?? 0) > model.now && task.run === proof.run;
  // A reviewer names the run, not who holds it.
  const holds = live && (command.verb === 'review' || task.holder === proof.holder);
  return holds ? held(model, task, command) : refusal(task, { command, run: proof.run });
}

function held({ now }: Model, task: ModelTask, command: HeldCommand): Outcome {
  switch (command.verb) {
    case 'heartbeat':
      task.until = Math.max(task.until ?? 0, now + LEASE_MS);
      return `until ${task.until}`;
    case 'report':
      return judged(task, command, now);
    case 'complete':
      return become(task, 'DONE', { settledAt: now });
    case 'fail':
      return failed(task, command, now);
    case 'release':
      task.spent -= 1;
      return become(task, 'PENDING', { availableAt: now });
    case 'review':
      return reviewed(task, command, now);
    case 'block':
      return blockAs(task, 'external_input', now);
  }
}

function refusal(
  { run, settledAt, blockedReason, taken }: ModelTask,
  shown: { readonly command: Command; readonly run: number },
): Outcome {
  const settles = ['complete', 'fail', 'block', 'release'].includes(shown.command.verb);
  const settledItself = settledAt !== null && blockedReason !== 'guardrail' && !taken;
  return settles && run === shown.run && settledItself ? 'ILLEGAL_TRANSITION' : 'LEASE_LOST';
}

function failed(task: ModelTask, command: Command, now: number): Outcome {
  const again = command.class === 'transient' && task.retries < task.maxRetries;
  const retryAt = again ? now + backoff(task) : null;
  return become(task, 'FAILED', { settledAt: now, failureClass: command.class, retryAt });
}

function reviewed(task: ModelTask, command: Command, now: number): Outcome {
  task.taken = true;
  if (command.budget === 'keep') return become(task, 'DONE', { settledAt: now });
  return task.retries < task.maxRetries
    ? grantRetry(task, now + backoff(task))
    : blockAs(task, 'review', now);
}

/** The guardrail beside the worker. */
export function enforce(model: Model, command: Command): Outcome {
  const task = model.tasks.find(({ id }) => id === command.id);
  if (task === undefined) return 'NOT_FOUND';
  const open = task.status === 'PENDING' || task.status === 'IN_PROGRESS';
  return open ? judged(task, command, model.now) : `${verdictOf(command)}, not applied`;
}

function judged(task: ModelTask, command: Command, now: number): Outcome {
  task.tokens = Math.max(task.tokens, command.tokens);
  if (verdictOf(command) === 'BLOCK') blockAs(task, 'guardrail', now);
  return verdictOf(command);
}

function verdictOf({ tokens }: Command): 'ALLOW' | 'SUMMARIZE' | 'BLOCK' {
  if (tokens > 3_500) return 'BLOCK';
  return tokens > 2_000 ? 'SUMMARIZE' : 'ALLOW';
}

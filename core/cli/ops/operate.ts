/**
 * `ops cancel`, `ops replan`, `ops retry`, `ops resolve`: what an operator does in an incident. Each is one
 * conditional step of the store.
 */
import { type Command, Option } from 'commander';
import type { OperatorCommand } from '../../store/store.js';
import type { TaskId, WorkerId } from '../../task/task.js';
import { holderArgument, idArgument, textArgument } from '../options/arguments.js';
import { settledAnswer } from '../settled-answer.js';
import { withStore } from '../with-store.js';
import type { Answer, Bind, Context } from '../world.js';

interface Common {
  readonly id: TaskId;
  readonly by: WorkerId;
}

export function addCancel(parent: Command, bind: Bind): void {
  withTarget(parent.command('cancel').description('block a task that waits or runs')).action(
    bind<Common>(({ id, by }, context) => operate({ kind: 'cancel', id, by }, context)),
  );
}

export function addReplan(parent: Command, bind: Bind): void {
  withTarget(parent.command('replan').description('block a running task, or return another one to the queue'))
    .requiredOption('--notes <text>', 'what changed', textArgument)
    .option('--reset-attempts', 'grant the whole retry budget again; recorded')
    .action(
      bind<Common & { readonly notes: string; readonly resetAttempts?: true }>((options, context) => {
        const retries = options.resetAttempts === true ? 'reset' : 'keep';
        return operate(
          { kind: 'replan', id: options.id, by: options.by, notes: options.notes, retries },
          context,
        );
      }),
    );
}

export function addRetry(parent: Command, bind: Bind): void {
  withTarget(parent.command('retry').description('return a failed or blocked task to the queue'))
    .option('--now', 'without waiting for its backoff, also when it is back in the queue already; recorded')
    .action(
      bind<Common & { readonly now?: true }>(({ id, by, now }, context) =>
        operate({ kind: 'retry', id, by, when: now === true ? 'now' : 'after-backoff' }, context),
      ),
    );
}

export function addResolve(parent: Command, bind: Bind): void {
  withTarget(parent.command('resolve').description('settle a task by hand, without a token; recorded'))
    .addOption(new Option('--as <end>', 'how it ended').choices(['done', 'failed']).makeOptionMandatory())
    .requiredOption('--reason <text>', 'how you know', textArgument)
    .action(
      bind<Common & { readonly as: 'done' | 'failed'; readonly reason: string }>(
        ({ id, by, as, reason }, context) => operate({ kind: 'resolve', id, by, as, reason }, context),
      ),
    );
}

function withTarget(command: Command): Command {
  return command
    .requiredOption('--id <id>', 'the task', idArgument)
    .option('--by <name>', 'who does it, for the record', holderArgument, 'operator' as WorkerId);
}

async function operate(command: OperatorCommand, context: Context): Promise<Answer> {
  const terms = { actor: `operator:${command.by}`, whenMissing: 'refuse' } as const;
  return settledAnswer(await withStore(context, terms, (store) => store.operate(command)));
}

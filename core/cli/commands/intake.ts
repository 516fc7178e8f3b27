/** `orch intake plan` and `orch intake submit`: a request in plain words as tasks; the first one only shows them. */
import { type Command, Option } from 'commander';
import { type Split, splitRequest } from '../../intake/split.js';
import { onOneLine } from '../../queue-md/cell.js';
import { formatMinute } from '../../queue-md/zone.js';
import type { SeriesDraft } from '../../store/store.js';
import { PRIORITIES, type Priority } from '../../task/task.js';
import { dueAt, textArgument, wholeArgument } from '../options/arguments.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

interface PlanOptions {
  readonly request: string;
  readonly parallel: number;
}

interface SubmitOptions extends PlanOptions {
  readonly priority: Priority;
  readonly dueAtKst?: string;
  readonly successCriteria?: string;
}

const SERIES = 'ORCH-';

export function addIntake(parent: Command, bind: Bind): void {
  const intake = parent.command('intake').description('take a request in plain words apart into tasks');
  withRequest(intake.command('plan').description('show the tasks a request would become')).action(bind(plan));
  withRequest(intake.command('submit').description('add the tasks of a request'))
    .addOption(new Option('--priority <priority>', 'P0 is worked first').choices(PRIORITIES).default('P1'))
    .option('--due-at-kst <time>', 'YYYY-MM-DD HH:MM in the display zone')
    .option('--success-criteria <text>', 'how to tell that each is done; absent: its own words', textArgument)
    .action(bind(submit));
}

function withRequest(command: Command): Command {
  return command
    .requiredOption('--request <text>', 'what is wanted', textArgument)
    .option('--parallel <n>', 'most tasks to make of it', wholeArgument(1, 1_000), 3);
}

const plan: Action<PlanOptions> = async ({ request, parallel }) => {
  const split = splitRequest(request, parallel);
  return answer(split, (value) => [`planned=${value.pieces.length}`, ...listOf(value)].join('\n'));
};

const submit: Action<SubmitOptions> = async (options, context) => {
  const split = splitRequest(options.request, options.parallel);
  const drafts = split.pieces.map((piece) => draftOf(piece, options, context));
  const terms = { actor: 'operator:intake', whenMissing: 'create' } as const;
  const tasks = await withStore(context, terms, (store) => store.enqueueSeries(SERIES, drafts));
  return answer({ ids: tasks.map(({ id }) => id), ...split }, ({ ids }) =>
    [`created=${ids.length} ids=${ids.join(',')}`, ...listOf(split)].join('\n'),
  );
};

function draftOf(piece: string, options: SubmitOptions, { config, world }: Context): SeriesDraft {
  const minute = formatMinute(world.clock.now(), config.zone).replaceAll(/[-:]/g, '').replace(' ', '-');
  return {
    priority: options.priority,
    task: piece,
    successCriteria: options.successCriteria ?? piece,
    maxRetries: config.maxRetries,
    dueAt: options.dueAtKst === undefined ? null : dueAt(options.dueAtKst, config.zone),
    notes: `nl_intake:${minute}`,
  };
}

function listOf({ pieces, leftOut }: Split): readonly string[] {
  const rest = leftOut === 0 ? [] : [`left out: ${leftOut} more; raise --parallel to take them in`];
  return [...pieces.map((piece, index) => `${index + 1}. ${onOneLine(piece)}`), ...rest];
}

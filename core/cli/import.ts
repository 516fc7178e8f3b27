/**
 * `orch import` (also `migrate`): the rows of a QUEUE.md into the store; rows the store holds are left alone.
 */
import type { Command } from 'commander';
import { StoreUnavailable } from '../errors.js';
import { readQueueFile } from '../queue-md/file.js';
import { parseQueue } from '../queue-md/parse.js';
import type { ImportedTask, ImportOutcome, Store } from '../store/store.js';
import type { TaskId } from '../task/task.js';
import { withStore } from './with-store.js';
import { type Action, answer, type Bind } from './world.js';

interface Options {
  readonly dryRun?: true;
}

export function addImport(parent: Command, bind: Bind): void {
  parent
    .command('import')
    .alias('migrate')
    .description('take the rows of QUEUE.md into the store; existing tasks are left alone')
    .option('--dry-run', 'say what would be imported, and change nothing')
    .action(bind(importQueue));
}

const importQueue: Action<Options> = async ({ dryRun }, context) => {
  const { queuePath, zone, maxRetries } = context.config;
  const text = await readQueueFile(queuePath);
  if (text === null) {
    throw new StoreUnavailable(`expected a queue at ${queuePath}, found nothing`, {
      hint: 'name another file with --queue, or make one with: orch render',
    });
  }
  const rows = parseQueue(text, zone).rows.map((row) => ({ ...row, maxRetries }));
  const whenMissing = dryRun === true ? 'refuse' : 'create';
  const outcome = await withStore(context, { actor: 'operator:import', whenMissing }, (store) =>
    dryRun === true ? plan(store, rows) : store.importTasks(rows),
  );
  return answer(
    { ...outcome, dryRun: dryRun === true, queue: queuePath, db: context.config.dbPath },
    (value) =>
      `${value.dryRun ? 'would import' : 'imported'} ${value.imported.length} rows of ${value.queue} into ${value.db}, ` +
      `skipped ${value.skipped.length} that exist`,
  );
};

async function plan(store: Store, rows: readonly ImportedTask[]): Promise<ImportOutcome> {
  const imported: TaskId[] = [];
  const skipped: TaskId[] = [];
  for (const row of rows) {
    const id = row.id as TaskId;
    ((await store.find(id)) === null ? imported : skipped).push(id);
  }
  return { imported, skipped };
}

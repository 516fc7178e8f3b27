/**
 * `orch import` (also `migrate`): the rows of a QUEUE.md into the store. Rows the store holds are left alone,
 * or overwritten by force; a dry run carries everything out and undoes it.
 */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readQueue } from '../../queue-md/read-queue.js';
import type { ImportOutcome, ImportTerms } from '../../store/store.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

/** A store that a rehearsal may create: nothing of it remains. */
const NOWHERE = ':memory:';

interface Options {
  readonly dryRun?: true;
  readonly force?: true;
}

export function addImport(parent: Command, bind: Bind): void {
  parent
    .command('import')
    .alias('migrate')
    .description('take the rows of QUEUE.md into the store; existing tasks are left alone')
    .option('--dry-run', 'say what would be imported, and change nothing')
    .option('--force', 'overwrite tasks that exist; never one that runs or is done')
    .action(bind(importQueue));
}

const importQueue: Action<Options> = async ({ dryRun, force }, context) => {
  const { queuePath, dbPath, zone, maxRetries } = context.config;
  const { rows: found } = await readQueue(queuePath, zone);
  const rows = found.map((row) => ({ ...row, maxRetries }));
  const rehearsing = dryRun === true;
  const terms: ImportTerms = {
    existing: force === true ? 'overwrite' : 'keep',
    effect: rehearsing ? 'rehearse' : 'apply',
  };
  const place = rehearsing && !existsSync(dbPath) ? NOWHERE : dbPath;
  const at = { ...context, config: { ...context.config, dbPath: place } };
  const outcome = await withStore(at, { actor: 'operator:import', whenMissing: 'create' }, (store) =>
    store.importTasks(rows, terms),
  );
  return answer({ ...outcome, dryRun: rehearsing, queue: queuePath, db: dbPath }, importText);
};

function importText(value: ImportOutcome & { dryRun: boolean; queue: string; db: string }): string {
  const { imported, overwritten, skipped, dryRun, queue, db } = value;
  const replaced = overwritten.length === 0 ? '' : `overwrote ${overwritten.length}, `;
  return (
    `${dryRun ? 'would import' : 'imported'} ${imported.length} rows of ${queue} into ${db}, ` +
    `${replaced}skipped ${skipped.length} that exist`
  );
}

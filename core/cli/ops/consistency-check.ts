/** `ops consistency-check`: `QUEUE.md` against the store; with `--deep` also the store against its own rules. */
import type { Command } from 'commander';
import { checkStore } from '../../consistency/check-store.js';
import { agrees, beginComparison, type Comparison } from '../../consistency/compare.js';
import { onOneLine } from '../../queue-md/cell.js';
import { readQueue } from '../../queue-md/read-queue.js';
import { taskPages } from '../../queue-md/view.js';
import { EXIT } from '../exit.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

export interface ConsistencyOptions {
  readonly deep?: true;
}

/** What a check found. */
export interface Consistency extends Comparison {
  readonly consistent: boolean;
  /** Broken rules inside the store; null when they were not looked at. */
  readonly findings: readonly string[] | null;
}

const SHOWN = { ids: 20, details: 30 } as const;

/** Adds `--deep`. */
export function withConsistencyOptions(command: Command): Command {
  return command.option('--deep', 'also hold every history and row against the rules');
}

export function addConsistencyCheck(parent: Command, bind: Bind): void {
  const command = parent.command('consistency-check').description('compare QUEUE.md with the store');
  withConsistencyOptions(command).action(bind(consistencyCheck));
}

const consistencyCheck: Action<ConsistencyOptions> = async (options, context) => {
  const found = await checked(options, context);
  return answer(found, (value) => consistencyLines(value).join('\n'), {
    exitCode: found.consistent ? EXIT.done : EXIT.found,
  });
};

/** Compares the configured queue with the configured store. @throws StoreUnavailable when either is missing */
export async function checked({ deep }: ConsistencyOptions, context: Context): Promise<Consistency> {
  const { queuePath, zone, workerLimit } = context.config;
  const { cells } = await readQueue(queuePath, zone);
  const terms = { actor: 'operator:consistency-check', whenMissing: 'refuse' } as const;
  return withStore(context, terms, async (store) => {
    const { take, comparison: compared } = beginComparison(cells, zone);
    for await (const tasks of taskPages(store)) take(tasks);
    const comparison = compared();
    const findings = deep === true ? await checkStore(store, { cap: workerLimit, zone }) : null;
    return { ...comparison, findings, consistent: agrees(comparison) && (findings ?? []).length === 0 };
  });
}

/** What was found, the sum first. */
export function consistencyLines(found: Consistency): readonly string[] {
  const { total, missingInStore, missingInFile, mismatches, findings } = found;
  const sums =
    `missing_in_db=${missingInStore.length} missing_in_md=${missingInFile.length} ` +
    `field_mismatch=${mismatches.length}${findings === null ? '' : ` findings=${findings.length}`}`;
  if (found.consistent) return [`consistency ok total=${total}${findings === null ? '' : ' deep'}`];
  return [
    `consistency mismatch ${sums}`,
    ...missingInStore.slice(0, SHOWN.ids).map((id) => `missing_in_db ${id}`),
    ...missingInFile.slice(0, SHOWN.ids).map((id) => `missing_in_md ${id}`),
    ...mismatches
      .slice(0, SHOWN.details)
      .map(
        ({ id, column, inFile, inStore }) =>
          `field_mismatch ${id} ${column} md=${shown(inFile)} db=${shown(inStore)}`,
      ),
    ...(findings ?? []).slice(0, SHOWN.details).map((finding) => `finding ${onOneLine(finding)}`),
  ];
}

function shown(text: string): string {
  return onOneLine(JSON.stringify(text));
}

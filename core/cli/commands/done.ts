/** `orch done`: settles a claimed task as finished; a report that is judged BLOCK blocks it instead. */
import type { Command } from 'commander';
import { textArgument } from '../options/arguments.js';
import { type ClaimOptions, proofOf, withClaimOptions } from '../options/claim-options.js';
import { type ReportOptions, reportOf, withReportOptions } from '../options/report-options.js';
import { settleByHand } from '../settled-answer.js';
import { withStore } from '../with-store.js';
import type { Action, Bind } from '../world.js';

type Options = ClaimOptions & ReportOptions & { readonly notes: string };

export function addDone(parent: Command, bind: Bind): void {
  withReportOptions(withClaimOptions(parent.command('done').description('finish a task')))
    .requiredOption('--notes <text>', 'what was done', textArgument)
    .action(bind(done));
}

const done: Action<Options> = async (options, context) => {
  const outcome = { kind: 'done', notes: options.notes, report: reportOf(options) } as const;
  const terms = { actor: `worker:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  return withStore(context, terms, (store) => settleByHand(store, proofOf(options), outcome));
};

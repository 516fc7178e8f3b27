/**
 * `orch fail`: settles a claimed task as failed; it is retried when the failure may pass and retries are left.
 */
import { type Command, Option } from 'commander';
import type { FailureClass } from '../../task/task.js';
import { textArgument } from '../options/arguments.js';
import { type ClaimOptions, proofOf, withClaimOptions } from '../options/claim-options.js';
import { type ReportOptions, reportOf, withReportOptions } from '../options/report-options.js';
import { settleByHand } from '../settled-answer.js';
import { withStore } from '../with-store.js';
import type { Action, Bind } from '../world.js';

type Options = ClaimOptions & ReportOptions & { readonly notes: string; readonly class: FailureClass };

export function addFail(parent: Command, bind: Bind): void {
  withReportOptions(withClaimOptions(parent.command('fail').description('give a task up')))
    .requiredOption('--notes <text>', 'why it failed', textArgument)
    .addOption(
      new Option('--class <class>', 'whether a retry can help')
        .choices(['transient', 'permanent'])
        .default('transient'),
    )
    .action(bind(fail));
}

const fail: Action<Options> = async (options, context) => {
  const failure = { error: options.notes, class: options.class };
  const outcome = { kind: 'failed', failure, report: reportOf(options) } as const;
  const terms = { actor: `worker:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  return withStore(context, terms, (store) => settleByHand(store, proofOf(options), outcome));
};

/** `orch release`: gives a claimed task back unfinished; it may be claimed again at once, and no retry is used up. */
import type { Command } from 'commander';
import { textArgument } from '../options/arguments.js';
import { type ClaimOptions, proofOf, withClaimOptions } from '../options/claim-options.js';
import { settledAnswer } from '../settled-answer.js';
import { withStore } from '../with-store.js';
import type { Action, Bind } from '../world.js';

type Options = ClaimOptions & { readonly reason: string };

export function addRelease(parent: Command, bind: Bind): void {
  withClaimOptions(parent.command('release').description('give a task back unfinished'))
    .option('--reason <text>', 'why it is given back', textArgument, 'given back by its holder')
    .action(bind(release));
}

const release: Action<Options> = async (options, context) => {
  const terms = { actor: `worker:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  const cause = { reason: options.reason };
  return settledAnswer(await withStore(context, terms, (store) => store.release(proofOf(options), cause)));
};

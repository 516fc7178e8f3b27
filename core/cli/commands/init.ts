/** `orch init`: makes the store, or finds it made. */
import type { Command } from 'commander';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

export function addInit(parent: Command, bind: Bind): void {
  parent
    .command('init')
    .description('create the store; a store that exists is left as it is')
    .action(bind(init));
}

const init: Action<object> = async (_options, context) => {
  await withStore(context, { actor: 'operator:init', whenMissing: 'create' }, (store) => store.census());
  return answer({ db: context.config.dbPath }, ({ db }) => `store ready at ${db}`);
};

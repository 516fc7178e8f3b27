/** `orch events`: the log of everything the store did, in order. */
import { type Command, InvalidArgumentError } from 'commander';
import { eventSeq } from '../../task/ids.js';
import type { EventSeq } from '../../task/task.js';
import { eventLine, readEvents } from '../event-log.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

export function addEvents(parent: Command, bind: Bind): void {
  parent
    .command('events')
    .description('list the event log')
    .option('--after <seq>', 'only events after this one', seqArgument)
    .action(bind(events));
}

const events: Action<{ readonly after?: EventSeq }> = async ({ after }, context) => {
  const terms = { actor: 'operator:events', whenMissing: 'refuse' } as const;
  const found = await withStore(context, terms, (store) => readEvents(store, after ? { after } : {}));
  const text = () => found.map((event) => `${event.taskId} ${eventLine(event, context)}`).join('\n');
  return answer({ events: found }, text);
};

function seqArgument(text: string): EventSeq {
  if (/^\d{1,15}$/.test(text)) return eventSeq(Number(text));
  throw new InvalidArgumentError(`expected a whole number of 0 or more, got "${text}"`);
}

/** `orch events`: the log of everything the store did, in order. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Store } from '../../store/store.js';
import { eventSeq } from '../../task/ids.js';
import type { EventSeq } from '../../task/task.js';
import { type Chosen, eventLine, eventPages } from '../event-log.js';
import { limitArgument } from '../options/arguments.js';
import { patiently, withOpenStore } from '../with-store.js';
import { type Action, type Bind, PRINTED } from '../world.js';

type Options = Pick<Chosen, 'after' | 'limit'>;

export function addEvents(parent: Command, bind: Bind): void {
  parent
    .command('events')
    .description('list the event log')
    .option('--after <seq>', 'only events after this one', seqArgument)
    .option('--limit <n>', 'so many events at most', limitArgument)
    .action(bind(events));
}

const events: Action<Options> = async (chosen, context) => {
  const terms = { actor: 'operator:events', whenMissing: 'refuse' } as const;
  await withOpenStore(context, terms, (store) => {
    const patient: Pick<Store, 'eventsAfter'> = {
      eventsAfter: (...where) => patiently(context, () => store.eventsAfter(...where)),
    };
    return context.emitList({
      name: 'events',
      pages: eventPages(patient, chosen),
      line: (event) => `${event.taskId} ${eventLine(event, context)}`,
    });
  });
  return PRINTED;
};

function seqArgument(text: string): EventSeq {
  if (/^\d{1,15}$/.test(text)) return eventSeq(Number(text));
  throw new InvalidArgumentError(`expected a whole number of 0 or more, got "${text}"`);
}

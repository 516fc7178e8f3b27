/**
 * `orch render`: the store's tasks into QUEUE.md; text around the table is kept. The store is read by whoever may
 * write the file, so that of two at once the later one writes what is newer.
 */
import type { Command } from 'commander';
import { Invalid } from '../../errors.js';
import { replaceQueueFile } from '../../queue-md/file.js';
import { hasQueueTable, linesOf } from '../../queue-md/parse.js';
import { parseQueueOf } from '../../queue-md/read-queue.js';
import { renderQueue } from '../../queue-md/render.js';
import { everyTask, lastEventSeq } from '../../queue-md/view.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

export function addRender(parent: Command, bind: Bind): void {
  parent.command('render').description('write the tasks of the store into QUEUE.md').action(bind(render));
}

const render: Action<object> = async (_options, context) => {
  const { queuePath, queueReadOnly, zone } = context.config;
  if (queueReadOnly) {
    throw new Invalid(`${queuePath} is read-only by ORCH_QUEUE_MD_READ_ONLY`, {
      hint: 'set it to 0 to render',
    });
  }
  const terms = { actor: 'operator:render', whenMissing: 'refuse' } as const;
  const rendered = await withStore(context, terms, (store) =>
    replaceQueueFile(queuePath, async (present) => {
      const around = surroundings(present);
      const lastEvent = await lastEventSeq(store);
      const tasks = await everyTask(store);
      return {
        text: renderQueue({ lastEvent, tasks, zone }, around),
        told: { rows: tasks.length, queue: queuePath, lastEvent },
      };
    }),
  );
  return answer(rendered, ({ rows, queue }) => `rendered ${rows} rows into ${queue}`);

  /** A malformed table is refused rather than replaced: its rows may be nowhere else. */
  function surroundings(present: string | null) {
    if (present === null) return null;
    return hasQueueTable(present)
      ? parseQueueOf(queuePath, { text: present, zone })
      : { before: linesOf(present), after: [] };
  }
};

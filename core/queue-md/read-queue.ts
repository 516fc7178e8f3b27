/** The queue of a `QUEUE.md` where it lies: what is wrong with it is told with its path. */
import { Invalid, StoreUnavailable } from '../errors.js';
import { readQueueFile } from './file.js';
import { parseQueue, type QueueDocument } from './parse.js';
import type { ZoneMinutes } from './zone.js';

/** @throws StoreUnavailable when there is none, Invalid when it is malformed */
export async function readQueue(path: string, zone: ZoneMinutes): Promise<QueueDocument> {
  const text = await readQueueFile(path);
  if (text === null) {
    throw new StoreUnavailable(`expected a queue at ${path}, found nothing`, {
      hint: 'name another file with --queue, or make one with: orch render',
    });
  }
  return parseQueueOf(path, { text, zone });
}

/** The queue in `text`, which was read from `path`. @throws Invalid */
export function parseQueueOf(
  path: string,
  { text, zone }: { readonly text: string; readonly zone: ZoneMinutes },
): QueueDocument {
  try {
    return parseQueue(text, zone);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const hint = error.hint === null ? {} : { hint: error.hint };
    throw new Invalid(`${path}: ${error.message}`, { cause: error, ...hint });
  }
}

/**
 * A line about work that goes on, on stderr: rewritten in place on a terminal, where it is cut to the width (of a line
 * that wraps only the last part could be rewritten), now and then in a log.
 */
import { wallClock } from '../real/wall-clock.js';
import { widthOf } from './fold.js';

const EVERY_MS = { terminal: 500, log: 10_000 } as const;

/** Shows the line until the answer is called; stdout stays free for the result. */
export function showProgress(line: () => string): () => Promise<void> {
  const { stderr } = process;
  const over = new AbortController();
  const clock = wallClock();
  const show = async () => {
    for (let shown = 0; !over.signal.aborted; shown += 1) {
      const wait = stderr.isTTY || shown === 0 ? EVERY_MS.terminal : EVERY_MS.log;
      await clock.sleep(wait, over.signal).catch(() => undefined);
      if (over.signal.aborted) return;
      stderr.write(stderr.isTTY ? `\r\x1b[K${line().slice(0, widthOf(stderr) - 1)}` : `${line()}\n`);
    }
  };
  const shown = show();
  return async () => {
    over.abort();
    await shown;
    if (stderr.isTTY) stderr.write('\r\x1b[K');
  };
}

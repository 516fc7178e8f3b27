/** A line about work that goes on, on stderr: rewritten in place on a terminal, now and then in a log. */
import { wallClock } from '../real/wall-clock.js';

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
      if (!over.signal.aborted) stderr.write(stderr.isTTY ? `\r\x1b[K${line()}` : `${line()}\n`);
    }
  };
  const shown = show();
  return async () => {
    over.abort();
    await shown;
    if (stderr.isTTY) stderr.write('\r\x1b[K');
  };
}

/** When a long command should stop: after so long, or when a person or a parent process asks for it. */
import { wallClock } from '../real/wall-clock.js';

/** Exit code of a process that was interrupted a second time. */
const EXIT_INTERRUPTED = 130;

export interface Stopper {
  readonly signal: AbortSignal;
  /** Takes the listeners away again. */
  release(): void;
}

/** Stops after `minutes`, or never when null, and at the first interrupt; a second one ends the process at once. */
export function untilTold(minutes: number | null): Stopper {
  const stop = new AbortController();
  const released = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  if (minutes !== null) {
    void wallClock()
      .sleep(minutes * 60_000, released.signal)
      .then(
        () => stop.abort(),
        () => undefined,
      );
  }
  return {
    signal: stop.signal,
    release() {
      released.abort();
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, onSignal);
    },
  };
}

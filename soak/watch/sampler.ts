/**
 * The soak's own real time: samples of a wall-clock run, and the pace of the progress line.
 * The only file of this floor that reads the machine's clocks; what it reads goes into heartbeats as it is.
 */
import type { LiveView } from '../../harness/index.js';
import type { Measured } from './heartbeat.js';
import { processFigures } from './probes/process-figures.js';
import { storeBytes } from './probes/store-size.js';
import type { SoakWatch } from './watch.js';

export interface SamplerTerms {
  readonly watch: SoakWatch;
  readonly live: LiveView;
  readonly home: string;
  readonly everyMs: number;
}

/** Samples a running system until it is stopped. */
export interface Sampler {
  /** Takes one last reading and resolves when no sample is under way. */
  stop(): Promise<Measured>;
}

/** Starts to sample, at once and then at the pace. */
export function startSampler({ watch, live, home, everyMs }: SamplerTerms): Sampler {
  const startedAt = performance.now();
  const measure = async (): Promise<Measured> => ({
    wall: Date.now(),
    monotonicMs: Math.round(performance.now()),
    ...(await processFigures(live.pids())),
    storeBytes: await storeBytes(home),
  });
  const sample = async (): Promise<void> => {
    const measured = await measure();
    watch.sample(Math.round(performance.now() - startedAt), measured);
  };
  const pace = every(everyMs, sample, 'at-once');
  return {
    async stop() {
      await pace.stop();
      return measure();
    },
  };
}

/** Something that happens at a pace, never twice at once. */
export interface Pace {
  stop(): Promise<void>;
}

/** Calls `work` every `everyMs`; while one call goes on the next is left out. A failure is told on `stop`. */
export function every(
  everyMs: number,
  work: () => void | Promise<void>,
  first: 'at-once' | 'after-an-interval' = 'after-an-interval',
): Pace {
  let underWay: Promise<void> | null = null;
  let failure: Error | null = null;
  const tick = (): void => {
    underWay ??= Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        underWay = null;
      });
  };
  const timer = setInterval(tick, everyMs);
  timer.unref();
  if (first === 'at-once') tick();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
      if (failure !== null) throw failure;
    },
  };
}

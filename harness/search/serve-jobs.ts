/** The other side of a crew: takes jobs from the process that started this one, and ends with it. */
import type { Composition } from '../composition.js';
import type { Job } from './job.js';
import { playJob } from './play-job.js';

/** Serves until the connection to the parent closes. An interrupt is the parent's to answer. */
export function serveJobs(stage: Pick<Composition, 'scenarios' | 'systems'>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  let playing: Promise<void> = Promise.resolve();
  process.on('message', (job) => {
    playing = playJob(job as Job, stage).then((result) => {
      process.send?.(result, undefined, {}, () => undefined);
    });
  });
  process.on('disconnect', () => void playing.finally(() => process.exit()));
}

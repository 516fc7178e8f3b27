/** The latencies of a soak, block of time by block of time. */
import { endedTasks } from './slis.js';
import type { SoakReading } from './soak.js';

/** The tasks that ended in one block. */
export interface LatencyBlock {
  /** Where the block ends, ms since the start. */
  readonly toMs: number;
  readonly latenciesMs: readonly number[];
}

/** A run cut into `count` blocks of equal length, in order; blocks in which no task ended are left out. */
export function latencyBlocks(soak: SoakReading, count: number): readonly LatencyBlock[] {
  const length = Math.max(1, soak.run.lastAt) / count;
  const blocks = new Map<number, number[]>();
  for (const { endedAt, latencyMs } of endedTasks(soak, soak.intendedAt)) {
    const block = Math.min(count - 1, Math.floor(endedAt / length));
    const latencies = blocks.get(block) ?? [];
    latencies.push(latencyMs);
    blocks.set(block, latencies);
  }
  return [...blocks]
    .sort(([a], [b]) => a - b)
    .map(([block, latenciesMs]) => ({ toMs: Math.round((block + 1) * length), latenciesMs }));
}

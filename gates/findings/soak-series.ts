/** The curves of a soak: end-to-end latency from its tasks, everything else from its heartbeats. */
import { latencyBlocks } from '../readings/soak/latency-blocks.js';
import type { SoakReading } from '../readings/soak/soak.js';
import { minMaxBuckets, type Point } from '../stats/downsample.js';
import { quantile } from '../stats/quantile.js';
import type { SoakFinding } from '../verdict/evidence-findings.js';

/** Most points of a series in a verdict. */
const MOST_POINTS = 1_000;
/** Blocks over which a latency percentile is drawn. */
const LATENCY_BLOCKS = 200;

type Series = SoakFinding['series'][number];

/** Every series of which there is anything to draw. */
export function seriesOf(soak: SoakReading): readonly Series[] {
  const { heartbeats } = soak;
  const beats = (pick: (beat: SoakReading['heartbeats'][number]) => number | null): readonly Point[] =>
    heartbeats.flatMap((beat): Point[] => {
      const value = pick(beat);
      return value === null ? [] : [[beat.at, value]];
    });
  const all: readonly Series[] = [
    { id: 'latency-p95', label: 'end-to-end p95', unit: 'ms', points: latencySeries(soak) },
    {
      id: 'backlog',
      label: 'backlog',
      unit: 'tasks',
      points: beats(({ submitted, done, failed, blocked }) => submitted - done - failed - blocked),
    },
    { id: 'in-progress', label: 'in progress', unit: 'tasks', points: beats(({ inProgress }) => inProgress) },
    { id: 'done', label: 'done so far', unit: 'tasks', points: beats(({ done }) => done) },
    { id: 'rss', label: 'memory', unit: 'bytes', points: beats(({ rssBytes }) => rssBytes) },
    { id: 'fds', label: 'open files', unit: 'count', points: beats(({ openFds }) => openFds) },
    { id: 'store', label: 'store size', unit: 'bytes', points: beats(({ storeBytes }) => storeBytes) },
  ];
  return all
    .filter(({ points }) => points.length > 0)
    .map((series) => ({ ...series, points: minMaxBuckets(series.points, MOST_POINTS) }));
}

function latencySeries(soak: SoakReading): readonly Point[] {
  return latencyBlocks(soak, LATENCY_BLOCKS).map(
    ({ toMs, latenciesMs }): Point => [toMs, quantile(latenciesMs, 0.95) ?? 0],
  );
}

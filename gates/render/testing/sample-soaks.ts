/**
 * SAMPLE DATA FOR TESTS of the renderings: soak runs that never happened, drawn from sines so that they are the
 * same each time.
 */
import type { SoakFinding } from '../../verdict/evidence-findings.js';

const HOUR = 3_600_000;
const POINTS = 480;

type Wave = (turn: number) => number;

/** 24 h and 72 h in virtual time and 60 s of real time. */
export function sampleSoaks(): SoakFinding[] {
  return [
    soak({ name: 'soak-24h', mode: 'simulated', lengthMs: 24 * HOUR, planned: 4_608 }),
    soak({ name: 'soak-72h', mode: 'simulated', lengthMs: 72 * HOUR, planned: 27_000 }),
    soak({ name: 'soak-smoke', mode: 'wallclock', lengthMs: 60_000, planned: 390 }),
  ];
}

interface SampleRun extends Pick<SoakFinding, 'name' | 'mode'> {
  readonly lengthMs: number;
  readonly planned: number;
}

function soak({ name, mode, lengthMs, planned }: SampleRun): SoakFinding {
  return {
    name,
    mode,
    creditedMs: lengthMs,
    neededMs: lengthMs,
    slis: slisOf(planned),
    abortEpisodes: 0,
    arrivals: { planned, actual: planned - 3 },
    series: seriesOf(lengthMs),
    faults: Array.from({ length: 24 }, (_, index) => ({
      fromMs: ((index + 0.5) / 24) * lengthMs,
      toMs: ((index + 0.56) / 24) * lengthMs,
      kind: index % 3 === 0 ? 'worker lost' : 'transient error',
    })),
  };
}

function slisOf(samples: number): SoakFinding['slis'] {
  const met = { samples, met: true };
  const least = { op: '>=', limit: 0.99, unit: 'ratio' };
  return [
    { id: 'success', label: 'Success rate', value: 0.99631, ...least, ...met },
    { id: 'latency.p95', label: 'Latency p95', value: 68_412, unit: 'ms', op: '<=', limit: 90_000, ...met },
    { id: 'duplicates', label: 'Duplicate executions', value: 0, unit: '', op: '<=', limit: 0, ...met },
    { id: 'recovery', label: 'Lease-timeout recovery', value: 1, ...least, samples: 46, met: true },
  ];
}

const ripple = (turn: number, times: number) => Math.sin(turn * times * 2 * Math.PI);
const burst = (turn: number) => (turn * 24 - Math.floor(turn * 24) < 0.12 ? 1 : 0);

const WAVES: readonly (readonly [id: string, label: string, unit: string, wave: Wave])[] = [
  ['latency.p50', 'Latency p50', 'ms', (turn) => 3_800 + 900 * ripple(turn, 31) + 2_600 * burst(turn)],
  ['latency.p95', 'Latency p95', 'ms', (turn) => 61_000 + 6_000 * ripple(turn, 17) + 14_000 * burst(turn)],
  ['backlog', 'Backlog', 'tasks', (turn) => Math.round(3 + 2 * ripple(turn, 9) + 17 * burst(turn))],
  ['throughput', 'Throughput', 'tasks/min', (turn) => 2.2 + 0.5 * ripple(turn, 23) + 5.1 * burst(turn)],
  ['memory', 'Resident memory', 'bytes', (turn) => 84e6 + 4e6 * ripple(turn, 5) + 3e6 * turn],
];

function seriesOf(lengthMs: number): SoakFinding['series'] {
  return WAVES.map(([id, label, unit, wave]) => ({
    id,
    label,
    unit,
    points: Array.from({ length: POINTS }, (_, index): readonly [number, number] => {
      const turn = index / (POINTS - 1);
      return [Math.round(turn * lengthMs), Math.round(wave(turn) * 100) / 100];
    }),
  }));
}

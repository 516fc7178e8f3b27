import { describe, expect, it } from 'vitest';
import { faultBands, faultCounts } from './fault-bands.js';
import { type LineChart, lineChart } from './line-chart.js';
import { pyramid } from './pyramid.js';
import { timeMarks } from './time-axis.js';

const HOUR = 3_600_000;
const chart = (changes: Partial<LineChart> = {}): LineChart => ({
  id: 'chart-1',
  title: 'Latency, soak-24h',
  description: 'Latency p95: lowest 1 s.',
  unit: 'ms',
  endMs: 24 * HOUR,
  lines: [
    {
      label: 'Latency p95',
      points: [
        [0, 60_000],
        [12 * HOUR, 80_000],
        [24 * HOUR, 70_000],
      ],
    },
  ],
  limit: null,
  faults: [],
  watermark: null,
  ...changes,
});

describe('a line chart', () => {
  it('is announced by its title and described in words', () => {
    const svg = lineChart(chart());
    expect(svg).toContain(
      'role="img" aria-labelledby="chart-1-title" aria-describedby="chart-1-description"',
    );
    expect(svg).toContain('<title id="chart-1-title">Latency, soak-24h</title>');
    expect(svg).toContain('<desc id="chart-1-description">Latency p95: lowest 1 s.</desc>');
  });

  it('starts at zero and makes room for the limit', () => {
    const svg = lineChart(chart({ limit: { label: 'limit 90 s', value: 90_000 } }));
    expect(svg).toContain('>0</text>');
    expect(svg).toContain('>100</text>');
    expect(svg).toContain('>limit 90 s</text>');
  });

  it('is hatched and watermarked when the time was not real', () => {
    expect(lineChart(chart())).not.toContain('hatched');
    const svg = lineChart(chart({ watermark: 'NOT WALL-CLOCK' }));
    expect(svg).toContain('class="hatched"');
    expect(svg).toContain('>NOT WALL-CLOCK</text>');
  });

  it('draws a run without points or time, rather than NaN', () => {
    expect(lineChart(chart({ endMs: 0, lines: [{ label: 'x', points: [] }] }))).not.toContain('NaN');
    expect(lineChart(chart({ endMs: 0, lines: [{ label: 'x', points: [[0, 0]] }] }))).not.toContain('NaN');
  });

  it('escapes every text', () => {
    const svg = lineChart(chart({ title: '</title><script>', limit: { label: '<b>', value: 1 } }));
    expect(svg).not.toMatch(/<script|<b>/);
  });
});

describe('fault bands', () => {
  it('merge what is closer than an eye can tell, and lose no window', () => {
    const faults = [0, 10, 500, 501].map((fromMs) => ({ fromMs, toMs: fromMs + 5, kind: 'x' }));
    expect(faultBands(faults, (ms) => ms / 10)).toEqual([
      [0, 2],
      [50, 51.1],
    ]);
  });

  it('are counted by kind, the most frequent first', () => {
    const faults = ['a', 'b', 'b'].map((kind) => ({ fromMs: 0, toMs: 1, kind }));
    expect(faultCounts(faults)).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});

describe('marks of time', () => {
  it.each([
    [60_000, ['0 s', '10 s', '20 s', '30 s', '40 s', '50 s', '60 s']],
    [24 * HOUR, ['0 h', '6 h', '12 h', '18 h', '24 h']],
    [72 * HOUR, ['0 h', '12 h', '24 h', '36 h', '48 h', '60 h', '72 h']],
    [0, ['0 s']],
  ])('count a run of %i ms in steps people use', (endMs, labels) => {
    expect(timeMarks(endMs).map(([, label]) => label)).toEqual(labels);
  });
});

describe('the pyramid', () => {
  it('gives every layer a bar as wide as its cases', () => {
    const layers = [
      { name: 'e2e', cases: 10, failed: 0 },
      { name: 'unit', cases: 100, failed: 1 },
    ];
    const svg = pyramid({ id: 'p', title: 't', description: 'd', layers });
    expect(svg).toContain('class="layer" x="255" y="4" width="30"');
    expect(svg).toContain('class="layer layer-failed" x="120" y="38" width="300"');
  });

  it('shows a layer without cases without a bar', () => {
    const svg = pyramid({
      id: 'p',
      title: 't',
      description: 'd',
      layers: [{ name: 'unit', cases: 0, failed: 0 }],
    });
    expect(svg).toContain('width="0"');
  });
});

/** The measurement of scale as a table for people. Pure. */
import type { Figures, ScaleResult } from './run.js';

const HEAD = [
  'tasks stored',
  'claim, median ms',
  'claim, p99 ms',
  'claim + complete, median ms',
  'memory, MB',
  'bytes a task',
];

/** A Markdown table of both sizes and the ratio below it. */
export function scaleText({ small, large, ratio, shortened }: ScaleResult): string {
  const lines = [HEAD, HEAD.map(() => '---'), cells(small), cells(large)];
  return [
    ...lines.map((each) => `| ${each.join(' | ')} |`),
    '',
    `large to small, claim + complete: ${ratio}`,
    ...(shortened === null ? [] : [shortened]),
  ].join('\n');
}

function cells(figures: Figures): readonly string[] {
  const { tasks, claimMedian, claimP99, bothMedian, rssBytes, bytesPerTask } = figures;
  return [
    tasks.toLocaleString('en'),
    claimMedian.toFixed(3),
    claimP99.toFixed(3),
    bothMedian.toFixed(3),
    (rssBytes / 1e6).toFixed(0),
    String(bytesPerTask),
  ];
}

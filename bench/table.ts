/** Measurements as a table for people and a chart for the README. Pure. */
import type { Rates } from './measure.js';
import type { Mode } from './subject.js';

/** Medians of one subject in one mode. */
export interface Row {
  readonly subject: string;
  readonly mode: Mode;
  readonly rates: Rates;
}

const FIGURES = ['addOne', 'addMany', 'claimAndComplete'] as const;
const HEADINGS = { addOne: 'add one by one', addMany: 'add in bulk', claimAndComplete: 'claim + complete' };
const BAR = { left: 190, width: 520, height: 20, gap: 8, top: 64 };

/** A Markdown table, operations a second; a blank where a subject has no such way. */
export function tableText(rows: readonly Row[]): string {
  const head = ['subject', 'durability', ...FIGURES.map((figure) => HEADINGS[figure])];
  const lines = rows.map(({ subject, mode, rates }) => [
    subject,
    mode,
    ...FIGURES.map((figure) => rates[figure]?.toLocaleString('en') ?? ''),
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Claim and complete in one mode as bars. */
export function chartSvg(rows: readonly Row[], mode: Mode): string {
  const shown = rows.filter((row) => row.mode === mode);
  const most = Math.max(1, ...shown.map(({ rates }) => rates.claimAndComplete));
  const bars = shown.map(({ subject, rates }, index) => {
    const y = BAR.top + index * (BAR.height + BAR.gap);
    const width = Math.max(2, (rates.claimAndComplete / most) * BAR.width);
    const tone = subject.startsWith('gatehouse') ? '#1d5b94' : '#9aa3ad';
    return [
      `<text x="${BAR.left - 10}" y="${y + 15}" text-anchor="end">${subject}</text>`,
      `<rect x="${BAR.left}" y="${y}" width="${width.toFixed(1)}" height="${BAR.height}" rx="3" fill="${tone}"/>`,
      `<text x="${BAR.left + width + 8}" y="${y + 15}">${rates.claimAndComplete.toLocaleString('en')}</text>`,
    ].join('');
  });
  const height = BAR.top + shown.length * (BAR.height + BAR.gap) + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<rect width="820" height="${height}" fill="#fff"/>`,
    `<text x="16" y="28" font-size="16" font-weight="600">Claim and complete, tasks a second (durability ${mode})</text>`,
    '<text x="16" y="48" fill="#5b6570">Lease, fencing token and event in the transaction of the claim; a fenced completion with its event.</text>',
    ...bars,
    '</svg>\n',
  ].join('\n');
}

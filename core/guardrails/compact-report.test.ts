import { describe, expect, it } from 'vitest';
import { estimateTokens, parseCompactReport, reportViolations } from './compact-report.js';

const LINES = [
  '[REPORT A-1]',
  'Status: DONE',
  'Files:',
  '- core/a.ts',
  'Diff-Summary:',
  '- one change',
  'Validation:',
  '- tests pass',
  'Risks: None',
  'Next: None',
];
const GOOD = LINES.join('\n');
const codes = (text: string, settlesAs?: 'DONE') =>
  reportViolations(text, settlesAs ? { id: 'A-1', settlesAs } : { id: 'A-1' }).map(({ code }) => code);
const without = (label: string) => LINES.filter((line) => !line.startsWith(label)).join('\n');
const withBullets = (count: number) =>
  GOOD.replace(
    '- core/a.ts',
    Array(count - 2)
      .fill('- core/a.ts')
      .join('\n'),
  );

describe('a compact report', () => {
  it('has nothing wrong with it when it keeps the form', () => {
    expect(reportViolations(GOOD, { id: 'A-1' })).toEqual([]);
  });

  it.each([
    ['blank lines before the header', `\n \n${GOOD}`],
    ['blanks around lines', LINES.map((line) => `  ${line} `).join('\n')],
    ['carriage returns', LINES.join('\r\n')],
    ['starred bullets', GOOD.replaceAll('- ', '* ')],
    ['numbered bullets', GOOD.replaceAll('- ', '1. ')],
    ['ten bullets', withBullets(10)],
    ['blocked as its status', GOOD.replace('DONE', 'BLOCKED')],
    ['the same status twice', `${GOOD}\nStatus: DONE`],
  ])('may have %s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });

  it.each([
    ['no header', without('[REPORT'), ['MISSING_REPORT_HEADER']],
    ['a header that does not close', GOOD.replace('A-1]', 'A-1'), ['MISSING_REPORT_HEADER']],
    ['text before the header', `Hello\n${GOOD}`, ['MISSING_REPORT_HEADER']],
    ['another task in its header', GOOD.replace('A-1', 'A-2'), ['REPORT_ID_MISMATCH']],
    ['no task in its header', GOOD.replace('A-1', ''), ['REPORT_ID_MISMATCH']],
    ['a code block', `${GOOD}\n\`\`\`ts`, ['CODE_FENCE_FORBIDDEN']],
    ['a block of tildes', `${GOOD}\n~~~`, ['CODE_FENCE_FORBIDDEN']],
    ['eleven bullets', withBullets(11), ['TOO_MANY_BULLETS']],
    ['no status', without('Status'), ['MISSING_SECTION']],
    [
      'files on the label line only',
      GOOD.replace('Files:\n- core/a.ts', 'Files: core/a.ts'),
      ['FILES_EMPTY'],
    ],
    ['no change below its label', GOOD.replace('- one change', 'one change'), ['DIFF_SUMMARY_EMPTY']],
    ['an unknown status', GOOD.replace('DONE', 'FINISHED'), ['STATUS_INVALID']],
    ['a status without a value', GOOD.replace(' DONE', ''), ['STATUS_INVALID']],
    ['two statuses', `${GOOD}\nStatus: FAILED`, ['STATUS_INVALID']],
    ['an empty validation', GOOD.replace('- tests pass\n', ''), ['SECTION_EMPTY']],
    ['empty risks', GOOD.replace('Risks: None', 'Risks: '), ['SECTION_EMPTY']],
    ['nothing after its last label', GOOD.replace('Next: None', 'Next:'), ['SECTION_EMPTY']],
  ])('is refused with %s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it.each(['', ' \n\t\n'])('that says %j is empty and lacks every section', (text) => {
    expect(codes(text)).toEqual(['EMPTY', ...Array(6).fill('MISSING_SECTION')]);
  });

  it('tells which section stands out of order', () => {
    const swapped = GOOD.replace('Risks: None\nNext: None', 'Next: None\nRisks: None');
    expect(reportViolations(swapped, { id: 'A-1' })).toEqual([
      { code: 'SECTION_ORDER', message: 'Next: stands before Risks:', severity: 'medium' },
    ]);
  });

  it('may be 8,000 characters long and not one more', () => {
    const padding = 'x'.repeat(8_000 - [...GOOD].length - 1);
    expect(codes(`${GOOD}\n${padding}`)).toEqual([]);
    expect(codes(`${GOOD}\n${padding}x`)).toEqual(['REPORT_TOO_LONG']);
  });

  it('contradicts its author when it says FAILED and settles as DONE', () => {
    const failed = GOOD.replace('DONE', 'FAILED');
    expect(codes(failed, 'DONE')).toEqual(['STATUS_CONTRADICTS']);
    expect(codes(failed)).toEqual([]);
    expect(codes(GOOD, 'DONE')).toEqual([]);
  });

  it('is taken apart into header, statuses and sections', () => {
    const report = parseCompactReport(GOOD);
    expect(report.taskId).toBe('A-1');
    expect(report.statuses).toEqual(['DONE']);
    expect(report.sections.Files).toEqual({ line: 2, texts: ['- core/a.ts'], bullets: 1 });
    expect(report.sections.Risks).toEqual({ line: 8, texts: ['None'], bullets: 0 });
    expect(report.bullets).toBe(3);
  });
});

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['abcd', 1],
    ['abcde', 2],
    ['한국어', 3],
    ['한국어 ok', 4],
    ['😀😀', 2],
  ])('estimates %j at %d', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});

/**
 * The form of a worker's compact report, and what is wrong with one. Pure.
 * It judges form alone; what a violation leads to is the decision table's business.
 */

export type Severity = 'low' | 'medium' | 'high';

/** One thing that is wrong with a report. */
export interface Violation {
  readonly code: string;
  readonly message: string;
  readonly severity: Severity;
}

/** The sections of a report, in the order it must have them. */
export const REPORT_SECTIONS = ['Status', 'Files', 'Diff-Summary', 'Validation', 'Risks', 'Next'] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

export type ReportStatus = 'DONE' | 'FAILED' | 'BLOCKED';
const REPORT_STATUSES: readonly string[] = ['DONE', 'FAILED', 'BLOCKED'] satisfies readonly ReportStatus[];

/** A section as it stands in a report: its first label line, and the text up to the next section. */
export interface SectionText {
  readonly line: number;
  /** Text after the label, then the lines below it; none of them blank, all trimmed. */
  readonly texts: readonly string[];
  readonly bullets: number;
}

/** A report taken apart. A part that is absent is null. */
export interface CompactReport {
  readonly empty: boolean;
  /** What stands in the header after `REPORT`, trimmed; may be empty. */
  readonly taskId: string | null;
  /** Every value given on a line labelled `Status:`. */
  readonly statuses: readonly string[];
  readonly sections: Readonly<Record<ReportSection, SectionText | null>>;
  readonly bullets: number;
}

/** What a report is held against. */
export interface ReportSubject {
  readonly id: string;
  /** What the caller is about to settle the task as, when it is. */
  readonly settlesAs?: ReportStatus;
}

/** Characters a report may have. */
export const LONGEST_REPORT = 8_000;
const MOST_BULLETS = 10;
const BULLET = /^\s*(?:[-*+]|[0-9]+\.) /;
const FENCES = ['```', '~~~'];

/** Takes a report apart without judging it. */
export function parseCompactReport(text: string): CompactReport {
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.find((line) => line.trim() !== '')?.trim();
  return {
    empty: first === undefined,
    taskId: headerId(first ?? ''),
    statuses: lines.filter((line) => line.trim().startsWith('Status:')).map(afterLabel),
    sections: sectionsOf(lines),
    bullets: lines.filter((line) => BULLET.test(line)).length,
  };
}

/** Everything that is wrong with a report; empty when nothing is. */
export function reportViolations(text: string, subject: ReportSubject): readonly Violation[] {
  const report = parseCompactReport(text);
  return [
    ...headerViolations(report, subject),
    ...bulkViolations(text, report),
    ...sectionViolations(report),
    ...statusViolations(report, subject),
  ];
}

/** Tokens a text is likely to cost: a quarter for each ASCII character, one for each other code point. */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (const character of text) quarters += character.charCodeAt(0) < 128 ? 1 : 4;
  return Math.ceil(quarters / 4);
}

function headerId(first: string): string | null {
  return first.startsWith('[REPORT ') && first.endsWith(']')
    ? first.slice('[REPORT '.length, -1).trim()
    : null;
}

function afterLabel(line: string): string {
  return line.slice(line.indexOf(':') + 1).trim();
}

function sectionsOf(lines: readonly string[]): CompactReport['sections'] {
  const starts = REPORT_SECTIONS.map((name) => lines.findIndex((line) => line.trim().startsWith(`${name}:`)));
  const found = REPORT_SECTIONS.map((name, index): [ReportSection, SectionText | null] => {
    const line = starts[index] ?? -1;
    if (line < 0) return [name, null];
    const next = Math.min(lines.length, ...starts.filter((start) => start > line));
    const body = lines.slice(line + 1, next);
    const texts = [afterLabel(lines[line] ?? ''), ...body.map((each) => each.trim())].filter(
      (each) => each !== '',
    );
    return [name, { line, texts, bullets: body.filter((each) => BULLET.test(each)).length }];
  });
  return Object.fromEntries(found) as Record<ReportSection, SectionText | null>;
}

function headerViolations(report: CompactReport, subject: ReportSubject): Violation[] {
  if (report.empty) return [high('EMPTY', 'the report has no text')];
  if (report.taskId === null) {
    return [high('MISSING_REPORT_HEADER', `expected the first line to be "[REPORT ${subject.id}]"`)];
  }
  if (report.taskId === subject.id) return [];
  return [high('REPORT_ID_MISMATCH', `expected a report on ${subject.id}, found one on "${report.taskId}"`)];
}

function bulkViolations(text: string, report: CompactReport): Violation[] {
  const found: Violation[] = [];
  if (FENCES.some((fence) => text.includes(fence))) {
    found.push(high('CODE_FENCE_FORBIDDEN', 'a compact report has no code blocks'));
  }
  const length = [...text].length;
  if (length > LONGEST_REPORT) {
    found.push(high('REPORT_TOO_LONG', `expected at most ${LONGEST_REPORT} characters, found ${length}`));
  }
  if (report.bullets > MOST_BULLETS) {
    found.push(
      medium('TOO_MANY_BULLETS', `expected at most ${MOST_BULLETS} bullets, found ${report.bullets}`),
    );
  }
  return found;
}

function sectionViolations(report: CompactReport): Violation[] {
  const { sections } = report;
  const missing = REPORT_SECTIONS.filter((name) => sections[name] === null);
  const present = REPORT_SECTIONS.flatMap((name) =>
    sections[name] ? [{ name, at: sections[name].line }] : [],
  );
  const misplaced = present.flatMap(({ name, at }, index) => {
    const before = present[index - 1];
    return before && at < before.at
      ? [medium('SECTION_ORDER', `${name}: stands before ${before.name}:`)]
      : [];
  });
  return [
    ...missing.map((name) => high('MISSING_SECTION', `there is no section ${name}:`)),
    ...misplaced,
    ...withoutBullets(sections.Files, 'FILES_EMPTY', 'Files'),
    ...withoutBullets(sections['Diff-Summary'], 'DIFF_SUMMARY_EMPTY', 'Diff-Summary'),
    ...(['Validation', 'Risks', 'Next'] as const)
      .filter((name) => sections[name]?.texts.length === 0)
      .map((name) => medium('SECTION_EMPTY', `${name}: says nothing; write "None" when there is nothing`)),
  ];
}

function withoutBullets(section: SectionText | null, code: string, name: string): Violation[] {
  return section?.bullets === 0 ? [high(code, `${name}: has no bullet below it`)] : [];
}

function statusViolations(report: CompactReport, subject: ReportSubject): Violation[] {
  const values = new Set(report.statuses);
  if (values.size === 0) return [];
  const [value = ''] = values;
  if (values.size > 1 || !REPORT_STATUSES.includes(value)) {
    const found = [...values].map((each) => `"${each}"`).join(' and ');
    return [
      high('STATUS_INVALID', `expected Status: to be one of ${REPORT_STATUSES.join(', ')}, found ${found}`),
    ];
  }
  if (subject.settlesAs === undefined || value === subject.settlesAs) return [];
  return [high('STATUS_CONTRADICTS', `the report says ${value}, its author settles as ${subject.settlesAs}`)];
}

function high(code: string, message: string): Violation {
  return { code, message, severity: 'high' };
}

function medium(code: string, message: string): Violation {
  return { code, message, severity: 'medium' };
}

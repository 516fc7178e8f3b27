/**
 * Words by which a report says that work is not finished or cannot go on. A count of zero or a negation takes a
 * word's force: "0 failed", "no errors", "not blocked", "오류 없음". Pure.
 */
import { flattened } from './words.js';

/** `fail` stands alone or not at all; every other marker may go on, as `error` does in `errors`. */
const FAILURE_MARKERS = [
  ...['fail', 'failed', 'error', 'exception', 'incomplete', 'not done', 'todo', 'missing'],
  ...['실패', '오류', '에러', '미완료', '누락'],
];
const BLOCK_MARKERS = [
  ...['blocker', 'blocked', 'cannot proceed', 'escalation'],
  ...['차단', '막힘', '진행 불가', '에스컬레이션'],
];
const WHOLE_WORDS: readonly string[] = ['fail'];

/** What denies the word after it, or the one after that: "no test failed". */
const NONE = 'no|none|nothing|zero|0+';
/** What denies only the word after it: "without fixing errors" denies no error. */
const NOT = "not|never|without|isn't|wasn't|aren't|weren't|didn't|doesn't";
const NEGATED_BEFORE = new RegExp(
  `(?:^|[\\s(])(?:(?:${NONE})(?:\\s+(?!\\d)\\S+)?|(?:${NOT})(?:\\s+(?:been|any))?)\\s+$`,
  'u',
);
/** A zero or a negation right after: `errors: 0`, `missing: none`, `error-free`, `실패 0건`, `오류가 없음`. */
const NEGATED_AFTER =
  /^(?:-free|\p{L}{0,2}\s*[:=]?\s*(?:0+(?![\p{L}\d.%]|\s*x)|0+[건개]|none\b|zero\b|없|(?:하|되)지\s?않))/u;
/** How far a negation reaches, in characters: so that a line of any length is judged in one pass. */
const REACH = 100;
const CLAUSE_END = /[.,;!?]\s|\s[-–—]\s|\s(?:and|but|그리고|하지만)\s/u;

/** The failure markers in force in `report`, each once. */
export function failureMarkers(report: string): readonly string[] {
  return inForce(FAILURE_MARKERS, report);
}

/** The block markers in force in `report`, each once. */
export function blockMarkers(report: string): readonly string[] {
  return inForce(BLOCK_MARKERS, report);
}

function inForce(markers: readonly string[], report: string): readonly string[] {
  const lines = report.split(/[\n\r]/u).map(flattened);
  return markers.filter((marker) => lines.some((line) => standsIn(line, marker)));
}

function standsIn(line: string, marker: string): boolean {
  const end = WHOLE_WORDS.includes(marker) ? '(?![\\p{L}\\p{N}_])' : '';
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${marker}${end}`, 'gu');
  return [...line.matchAll(pattern)].some(
    ({ index }) => !isNegated(line, { from: index, to: index + marker.length }),
  );
}

function isNegated(line: string, at: { readonly from: number; readonly to: number }): boolean {
  const clause =
    line
      .slice(Math.max(0, at.from - REACH), at.from)
      .split(CLAUSE_END)
      .at(-1) ?? '';
  return NEGATED_BEFORE.test(clause) || NEGATED_AFTER.test(line.slice(at.to, at.to + REACH));
}

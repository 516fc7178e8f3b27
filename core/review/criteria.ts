/** Success criteria one by one, and which of them a report covers. Pure. */
import { flattened, isKorean, wordsOf } from './words.js';

/** Shortest keyword in letters; a Korean word says as much in half of them. */
const SHORTEST = { korean: 2, other: 4 } as const;
const MOST_KEYWORDS = 6;
/** Words that stand in most criteria and tell nothing of any. */
const COMMON: ReadonlySet<string> = new Set([
  ...['check', 'checks', 'ensure', 'ensures', 'test', 'tests', 'verify', 'verified', 'confirm'],
  ...[
    'that',
    'this',
    'with',
    'from',
    'must',
    'should',
    'shall',
    'will',
    'have',
    'been',
    'when',
    'then',
    'each',
    'every',
  ],
  ...[
    '확인',
    '검증',
    '점검',
    '테스트',
    '모든',
    '모두',
    '반드시',
    '그리고',
    '된다',
    '됩니다',
    '한다',
    '합니다',
    '있다',
    '있음',
  ],
]);

/** The criteria in a text: one a line, or between `;` or `•`, without the dashes in front. */
export function criteriaIn(text: string): readonly string[] {
  return text
    .split(/[\n\r;•]/u)
    .map((criterion) => criterion.replace(/^[\s–—*-]+/u, '').trim())
    .filter((criterion) => criterion !== '');
}

/** The words that must all stand in a report for it to cover the criterion. */
export function keywordsOf(criterion: string): readonly string[] {
  const telling = wordsOf(criterion).filter(
    (word) => !COMMON.has(word) && [...word].length >= (isKorean(word) ? SHORTEST.korean : SHORTEST.other),
  );
  return [...new Set(telling)].slice(0, MOST_KEYWORDS);
}

/** The criteria that `report` says nothing of: neither word for word, nor by all their keywords. */
export function uncovered(criteria: readonly string[], report: string): readonly string[] {
  const whole = flattened(report);
  const known = new Set(wordsOf(report));
  const korean = [...known].filter(isKorean);
  const stands = (keyword: string) =>
    known.has(keyword) || (isKorean(keyword) && korean.some((word) => word.startsWith(keyword)));
  return criteria.filter((criterion) => {
    const keywords = keywordsOf(criterion);
    const covered = standsIn(whole, flattened(criterion)) || (keywords.length > 0 && keywords.every(stands));
    return !covered;
  });
}

/** Whether `part` stands in `text` from word edge to word edge. */
function standsIn(text: string, part: string): boolean {
  const literal = part.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(text);
}

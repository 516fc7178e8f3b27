/**
 * Words of a text for the reviewer gate: in any script, whatever punctuation stands around them. Korean words are
 * taken without their particle or verb ending, so that the same word in another sentence is the same word. Pure.
 */

const WORD = /[\p{L}\p{M}\p{N}_/-]+/gu;
const HANGUL = /\p{Script=Hangul}/u;
/** Longest first, so that the longest one is taken off. */
const KOREAN_ENDINGS = [
  ...[
    '되어야',
    '합니다',
    '됩니다',
    '에서는',
    '으로',
    '에서',
    '에게',
    '한다',
    '된다',
    '했다',
    '됐다',
    '하기',
    '하다',
  ],
  ...[
    '되다',
    '까지',
    '부터',
    '을',
    '를',
    '이',
    '가',
    '은',
    '는',
    '에',
    '의',
    '로',
    '와',
    '과',
    '도',
    '만',
    '함',
    '됨',
  ],
];
/** A stem this short says nothing by itself. */
const SHORTEST_STEM = 2;

/** The words of `text` in lower case, Korean ones as stems. */
export function wordsOf(text: string): readonly string[] {
  return (text.normalize('NFC').toLowerCase().match(WORD) ?? [])
    .map((word) => word.replace(/^[-/]+|[-/]+$/g, ''))
    .filter((word) => word !== '')
    .map(stemOf);
}

/** Whether a word is written in Hangul. */
export function isKorean(word: string): boolean {
  return HANGUL.test(word);
}

/** `text` on one line, in lower case, with single blanks. */
export function flattened(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

function stemOf(word: string): string {
  if (!isKorean(word)) return word;
  const ending = KOREAN_ENDINGS.find(
    (each) => word.endsWith(each) && word.length - each.length >= SHORTEST_STEM,
  );
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/**
 * One cell of the table as text that stays on its line, and back. Reversible for every string: `\` and `|` are
 * escaped as Markdown does, and what could break a line, hide text or be trimmed away is written as `\uXXXX`. A
 * backslash before anything else stands for itself, so that a path typed by hand survives.
 */

/**
 * Control characters, line and paragraph separators, direction overrides, byte order marks and half characters.
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** White space at an edge, which reading trims. */
const edges = /^\s+|\s+$/gu;

/** A cell's text for `value`; empty stays empty. */
export function writeCell(value: string): string {
  if (value === '-') return code('-');
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(unprintable, codes)
    .replaceAll(edges, codes);
}

/** The value of a cell; `-` and blank are the empty value. */
export function readCell(cell: string): string {
  const text = cell.trim();
  if (text === '-') return '';
  return text.replaceAll(/\\(?:([\\|])|u([0-9a-f]{4}))/g, (_whole, sign: string | undefined, hex: string) =>
    sign === undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : sign,
  );
}

/** `text` on one line for a terminal: what could move the cursor or break the line is shown as its code. */
export function onOneLine(text: string): string {
  return text.replaceAll(unprintable, codes);
}

/** The cells of a line `| a | b |`, or null when it does not begin and end with a bar. */
export function splitRow(line: string): readonly string[] | null {
  const text = line.trim();
  const cells: string[] = [];
  let cell = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\' && at + 1 < text.length) {
      cell += sign + text.charAt(at + 1);
      at += 1;
    } else if (sign === '|') {
      cells.push(cell);
      cell = '';
    } else {
      cell += sign;
    }
  }
  const [beforeFirst, ...inside] = cells;
  return beforeFirst === '' && cell === '' && inside.length > 0 ? inside : null;
}

function codes(characters: string): string {
  return [...Array(characters.length).keys()].map((at) => code(characters.charAt(at))).join('');
}

function code(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

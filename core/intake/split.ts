/** A request in plain words as separate pieces of work. Pure; it understands nothing, it only takes apart. */

/** Pieces of a request, and how many more there were than wanted. */
export interface Split {
  readonly pieces: readonly string[];
  readonly leftOut: number;
}

const LIST_PREFIX = /^\s*(?:[-*•+]|\d{1,3}[.)])\s+/u;
/** Commas, semicolons, slashes, arrows, and the Korean words for "and". */
const SEPARATOR = /[,;/，、；]|->|=>|→|⇒|\s(?:그리고|및)\s/u;
const SHORTEST_PIECE = 2;

/**
 * At most `most` pieces: the lines of the request, else what its separators divide, else the three phases of any
 * work. Repeats are left out whatever their case.
 */
export function splitRequest(request: string, most: number): Split {
  const text = request.trim();
  const pieces =
    [piecesOf(text.split(/[\n\r]+/u)), piecesOf(text.split(SEPARATOR))].find((found) => found.length > 1) ??
    phasesOf(text);
  return { pieces: pieces.slice(0, most), leftOut: Math.max(0, pieces.length - most) };
}

function piecesOf(parts: readonly string[]): readonly string[] {
  const pieces = parts
    .map((part) => part.replace(LIST_PREFIX, '').trim())
    .filter((part) => [...part].length >= SHORTEST_PIECE);
  const firsts = new Map(pieces.toReversed().map((piece) => [piece.toLowerCase(), piece]));
  return [...new Set(pieces.map((piece) => piece.toLowerCase()))].map((key) => firsts.get(key) ?? key);
}

function phasesOf(text: string): readonly string[] {
  return [`Define and design: ${text}`, `Implement: ${text}`, `Verify and document: ${text}`];
}

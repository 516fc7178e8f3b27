/**
 * Long lists end with a count of what was left out; the whole list is in `verdict.json`. Keeps a page readable and
 * bounded.
 */

export interface Cut<T> {
  readonly shown: readonly T[];
  readonly left: number;
}

export function cut<T>(list: readonly T[], most: number): Cut<T> {
  return { shown: list.slice(0, most), left: Math.max(0, list.length - most) };
}

/** A text of at most `most` signs, ending in an ellipsis when it was longer. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

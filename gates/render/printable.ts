/**
 * Makes every text of a verdict safe to look at: control characters, direction overrides and broken surrogates
 * become visible escapes, so no test name can reorder a command or move a terminal's cursor. `verdict.json` keeps
 * the original.
 */

/** All that is neither ink nor plain white space: controls, marks of direction, invisible joiners, lone surrogates. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with everything unseen written as `\uXXXX`. New lines and tabs stay. */
export function printableText(text: string): string {
  return text.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A copy of plain data with every string, keys included, made printable. */
export function printable<T>(data: T): T {
  return copy(data) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printableText(key), copy(inner)]));
}

/**
 * Text that another system had a hand in, made safe to print: it may neither move the cursor of a terminal nor look
 * like a line of ours. What is written into files stays as it was.
 */

/** All that is neither ink nor plain white space: controls, marks of direction, invisible joiners. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The text with everything unseen written as `\uXXXX`. New lines and tabs stay. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same as one line: a new line is written as `\n`. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

/** The same with every line but the first set in, so that none begins where ours do. */
export function inset(text: string): string {
  return printable(text).replaceAll('\n', '\n    ');
}

/**
 * Text and commands as Markdown that cannot turn into anything else: no link, no tag, no table cell of its own.
 */

/** Plain text inside a paragraph or a table cell. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A code span on one line, fenced by more backticks than it holds. Not for table cells: a bar would split them. */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

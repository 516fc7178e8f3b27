/** The command lines of a Markdown page: what stands in its `sh` fences, a command a line. Pure. */

/** One fence. */
export interface ShellBlock {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly commands: readonly string[];
}

const OPENING = /^( *)(`{3,}|~{3,})\s*(?:sh|bash|shell|console)\s*$/;

/** The `sh` fences of a page, in order. @throws Error when a fence is never closed */
export function shellBlocks(markdown: string): readonly ShellBlock[] {
  const lines = markdown.split('\n');
  const blocks: ShellBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const opening = OPENING.exec(lines[at] ?? '');
    if (opening === null) continue;
    const [, indent = '', fence = ''] = opening;
    const length = lines.slice(at + 1).findIndex((line) => line.trim() === fence);
    if (length < 0) throw new Error(`expected the fence of line ${at + 1} to be closed, it never is`);
    const body = lines.slice(at + 1, at + 1 + length).map((line) => line.slice(indent.length));
    blocks.push({ line: at + 1, commands: commandsOf(body) });
    at += length + 1;
  }
  return blocks;
}

/** A command stays as it is written, comment included: the shell knows its own comments best. */
function commandsOf(lines: readonly string[]): string[] {
  const joined = lines.join('\n').replaceAll(/\\\n\s*/g, '');
  return joined
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

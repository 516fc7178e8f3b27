/** The digest of many files: what they are called and what they hold. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 over path and content of files below `root`, in an order of its own; a link counts as where it points. */
export function digestOf(root: string, paths: readonly string[]): string {
  const digest = createHash('sha256');
  for (const path of [...new Set(paths)].sort()) {
    const content = contentOf(join(root, path));
    if (content !== null) digest.update(`${path}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** Every file below `root`, but for folders of the names in `except`. */
export function filesBelow(root: string, { except }: { readonly except: ReadonlySet<string> }): string[] {
  const walk = (below: string): string[] =>
    readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return except.has(entry.name) ? [] : walk(path);
      return [path];
    });
  return walk('');
}

/** A file that is listed but gone was deleted and is part of no tree. */
function contentOf(path: string): Buffer | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return Buffer.from(`link to ${readlinkSync(path)}`);
  return stat?.isFile() ? readFileSync(path) : null;
}

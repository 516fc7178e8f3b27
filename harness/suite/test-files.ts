/**
 * The test files that lie in the project, found without asking the runner: a file that the runner no longer collects is
 * then missed.
 */
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Folders without tests of ours: what was installed, what was built, what git keeps. */
const OUTSIDE = new Set(['node_modules', '.git']);
const BUILT = 'dist';

/** Relative POSIX paths of every `*.test.ts` below `root`, sorted. Links are not followed. */
export function testFiles(root: string): readonly string[] {
  return filesBelow(root, '').sort();
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return OUTSIDE.has(entry.name) || path === BUILT ? [] : filesBelow(root, path);
    return entry.isFile() && entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

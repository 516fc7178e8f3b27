/** Holds docs/track-record.md to what exists: a find whose test or file is gone can no longer be seen. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = readFileSync(join(root, 'docs/track-record.md'), 'utf8');

/** Everything that the page names in that form. */
function named(form: RegExp): readonly string[] {
  return [...page.matchAll(form)].map(([, name = '']) => name);
}

/** Whether the runner finds a test file whose path begins so. */
function hasTests(path: string): boolean {
  const folder = join(root, dirname(path));
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(dirname(path), name)) : [];
  return files.some((file) => file.startsWith(path) && file.endsWith('.test.ts'));
}

describe('docs/track-record.md', () => {
  it('names no file that is gone', () => {
    const files = named(/`([\w./-]+\/[\w.-]+)`/g);

    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('says no test that the runner does not find', () => {
    const tests = named(/`npx vitest run ([\w./-]+)`/g);

    expect(tests.length).toBeGreaterThan(5);
    expect(tests.filter((test) => !hasTests(test))).toEqual([]);
  });
});

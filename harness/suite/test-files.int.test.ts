import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testFiles } from './test-files.js';

const root = mkdtempSync(join(tmpdir(), 'gate-test-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('finds every test file of ours, and none that was installed or built', () => {
  const files = [
    'b.cli.test.ts',
    'core/a.test.ts',
    'core/dist/inner.int.test.ts',
    'core/a.ts',
    'dist/core/a.test.ts',
    'core/node_modules/x/x.test.ts',
  ];
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }

  expect(testFiles(root)).toEqual(['b.cli.test.ts', 'core/a.test.ts', 'core/dist/inner.int.test.ts']);
});

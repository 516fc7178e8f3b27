/** One project a layer; the suffix of a test file decides its layer and its time limit. */
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './scripts/closing-line.js';

const outside = ['**/node_modules/**', 'dist/**'];
const layer = (name: string, include: string, testTimeout: number) => ({
  test: {
    name,
    include: [include],
    exclude: [...outside],
    retry: 0,
    testTimeout,
    hookTimeout: testTimeout * 2,
    isolate: false,
  },
});
/** Tests that leave nothing behind in the process may share one, which saves loading everything for each file. */
const shared = { pool: 'threads', isolate: false } as const;

export default defineConfig({
  test: {
    // Most of the slow tests wait for processes and clocks, so a file more than there are cores costs little.
    maxWorkers: 3,
    reporters: ['default', new ClosingLine()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{int,cli,e2e,soak}.test.ts'],
          retry: 0,
          testTimeout: 5_000,
          ...shared,
        },
      },
      layer('integration', '**/*.int.test.ts', 20_000),
      layer('functional', '**/*.cli.test.ts', 30_000),
      layer('e2e', '**/*.e2e.test.ts', 120_000),
      layer('soak', '**/*.soak.test.ts', 120_000),
    ],
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'harness/**/*.ts', 'soak/**/*.ts', 'gates/**/*.ts'],
      exclude: ['**/*.test.ts', 'core/store/contract/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});

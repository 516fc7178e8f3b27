/** One project a layer; the suffix of a test file decides its layer and its time limit. */
import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', 'dist/**'];
const layer = (name: string, include: string, testTimeout: number) => ({
  test: { name, include: [include], exclude: [...outside], testTimeout, hookTimeout: testTimeout * 2 },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{int,cli,e2e,soak}.test.ts'],
          testTimeout: 5_000,
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

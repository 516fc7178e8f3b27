/**
 * What the formatter's linter cannot see: types, sizes, and the house rules on time, exports and parameters.
 */
import tseslint from 'typescript-eslint';

const houseRules = [
  { selector: 'ExportAllDeclaration', message: 'Name what is exported; export * hides it.' },
  {
    selector: ':function > Identifier[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]',
    message: 'No boolean parameters: use two names, or a named option with words.',
  },
];
const clockRules = [
  {
    selector: 'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
    message: 'Ask the Clock that was passed in.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Ask the Clock that was passed in.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'Draw from the seeded source that was passed in.',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|randomUUID)$/]',
    message: 'Sleep on the Clock that was passed in; draw ids from the seeded source.',
  },
];
/** The rooms where real time and real chance enter. */
const clockRooms = [
  'core/time.ts',
  'gates/record/attempt-clock.ts',
  'harness/real/**',
  'soak/watch/sampler.ts',
  'bin/**',
  'scripts/**',
  'bench/**',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'reports/', 'logs/', '**/*.js', '**/*.mjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-params': ['error', { max: 3 }],
      'max-len': [
        'error',
        {
          code: 120,
          ignoreTemplateLiterals: true,
          ignoreStrings: true,
          ignoreUrls: true,
          ignoreRegExpLiterals: true,
        },
      ],
      'no-restricted-syntax': ['error', ...houseRules, ...clockRules],
    },
  },
  { files: clockRooms, rules: { 'no-restricted-syntax': ['error', ...houseRules] } },
  {
    files: ['**/*.test.ts', 'core/store/contract/**'],
    rules: { 'max-lines': ['error', { max: 500 }], 'max-lines-per-function': 'off' },
  },
);

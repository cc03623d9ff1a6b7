import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Options of one rule do not add up: a later block that sets it again replaces them, so a block says all that holds for its files. */
const environmentOfTheRoot = { object: 'process', property: 'env', message: 'only src/config reads the environment' };

/** By these any other global could be had without its name. */
const globalObjects = ['globalThis', 'global'].map((name) => ({ name, message: 'say what is wanted by its own name' }));

const network = ['fetch', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: 'only src/server and src/cluster speak to others',
}));

/** Each knows the time, chance, the process or the place that it runs in, or runs something later. */
const impure = [
  ...['process', 'console', 'navigator', 'performance', 'crypto', 'Intl', 'Temporal', 'Buffer', 'eval'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'MessageChannel', 'BroadcastChannel'],
];

export default defineConfig(
  globalIgnores(['dist', 'node_modules', 'coverage', 'test/fixtures', '.tmp']),
  js.configs.recommended,
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: { globals: { process: 'readonly', Buffer: 'readonly', module: 'writable', require: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Node's test doubles aside, an index signature is read by bracket here because the compiler demands it.
      '@typescript-eslint/dot-notation': 'off',
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', 200],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**', 'policies/**', 'certs/**'],
    ignores: ['src/config/environment.ts', 'src/cli/**'],
    rules: { 'no-restricted-properties': ['error', environmentOfTheRoot] },
  },
  {
    files: ['src/**', 'policies/**', 'certs/**'],
    rules: { 'no-restricted-globals': ['error', ...globalObjects, ...network] },
  },
  {
    files: ['src/server/**', 'src/cluster/**'],
    rules: { 'no-restricted-globals': ['error', ...globalObjects] },
  },
  {
    files: ['src/policy/**', 'src/engine/**', 'policies/**'],
    rules: {
      'no-restricted-globals': ['error', ...globalObjects, ...network, ...impure],
      'no-restricted-properties': [
        'error',
        environmentOfTheRoot,
        { object: 'Date', property: 'now', message: 'time is an argument here' },
        { object: 'AbortSignal', property: 'timeout', message: 'time is an argument here' },
        { object: 'Math', property: 'random', message: 'the same input gives the same bytes' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is an argument here' },
        { selector: "CallExpression[callee.name='Date']", message: 'time is an argument here' },
        { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'the same input gives the same bytes' },
        { selector: "MetaProperty[meta.name='import']", message: 'pure code does not know where it lies' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', 400],
      'no-console': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);

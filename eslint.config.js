/**
 * The house's lint: every finding is an error, there is no level "warn".
 * What needs types, and what React's compiler finds, is asked of `.oxlintrc.json`; here each file is looked at by itself.
 * Each rule of our own stands in `tools/lint/`, with samples that break it in `tools/lint/lint.test.ts`.
 */
import eslint from '@eslint/js';
import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { untranslatedText } from './tools/lint/untranslated-text.mjs';

const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/tests/**', 'e2e/**', 'apps/server/src/platform/testing/**'];
const PURE = ['packages/*/src/**/*.ts'];
const TOOLS = ['tools/**', 'bench/**', 'e2e/**', '*.config.ts', '*.config.js', 'apps/*/*.config.ts'];

const NO_ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Declare the key in apps/server/src/platform/config and take it from the checked configuration.',
};
const NO_CHANCE = { object: 'Math', property: 'random', message: 'Chance is an argument: take a generator or an id.' };

const SYNTAX = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Name the export: one name for one thing, everywhere.',
  },
  {
    selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword.typeAnnotation',
    message: 'A double assertion hides a missing check: parse the value, or give it the right type.',
  },
];

const PURE_GLOBALS = [
  ['Date', 'The core reads no clock: take a `Day` or an `Instant` (packages/core/src/kernel/day.ts).'],
  ['crypto', 'Ids and digests are arguments: pass the value in.'],
  ['globalThis', 'Nothing global is in reach here: pass the value in.'],
  ['performance', 'The core reads no clock: take an `Instant`.'],
  ['Intl', 'Formatting that depends on the machine belongs to the shell.'],
].map(([name, message]) => ({ name, message }));

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', 'coverage/', '.fujie/', '**/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strict,
  comments.recommended,
  {
    plugins: { regexp },
    rules: {
      // Text from outside must not be able to keep an expression busy.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    rules: {
      '@eslint-community/eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      '@eslint-community/eslint-comments/disable-enable-pair': ['error', { allowWholeFile: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Text from outside is searched for control characters on purpose.
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': ['error', NO_ENVIRONMENT],
      'no-restricted-syntax': ['error', ...SYNTAX],
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': ['error', ...PURE_GLOBALS],
      'no-restricted-properties': ['error', NO_ENVIRONMENT, NO_CHANCE],
    },
  },
  {
    files: ['apps/web/src/**/*.tsx'],
    ignores: TESTS,
    plugins: { fujie: { rules: { 'untranslated-text': untranslatedText } } },
    rules: { 'fujie/untranslated-text': 'error' },
  },
  { files: ['apps/server/src/platform/config/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['apps/cli/**', ...TOOLS], rules: { 'no-console': 'off', 'no-restricted-properties': 'off' } },
  {
    files: ['*.config.ts', '*.config.js', 'apps/*/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: TESTS,
    rules: {
      // Test doubles and hostile inputs are typed loosely on purpose; what they prove is asserted.
      'no-restricted-syntax': 'off',
      'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  // The declaration of a foreign module says what that module does.
  { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], rules: { 'no-undef': 'off' } },
);

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The dependency map of the page: app -> features -> ui, engine. Cycles are dependency-cruiser's business.
 *
 * @param {string} files where the rule applies
 * @param {string} message why
 * @param {...string} group patterns of what must not be imported
 */
const forbid = (files, message, ...group) => ({
  files: [files],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

/** One wall around every folder there is, so that a new feature has one too. */
const features = readdirSync(new URL('src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const walls = features.map((feature) =>
  forbid(
    `src/features/${feature}/**`,
    'A feature imports engine/ and ui/ only; the app puts features together.',
    '**/app/**',
    ...features.filter((other) => other !== feature).flatMap((other) => [`**/${other}`, `**/${other}/**`]),
    // Folders of the engine with the name of a feature.
    '!**/engine/**',
  ),
);

export default ts.config(
  { ignores: ['dist/', 'target/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      // The compiler already refuses what this would find, and it does not know DOM and rune types.
      'no-undef': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // Svelte's types reach the linter as `any` through component imports; svelte-check is the judge there.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  forbid(
    'src/engine/**',
    'engine/ is plain TypeScript: it knows neither Svelte nor the page.',
    'svelte',
    'svelte/*',
    '*.svelte',
    '**/*.svelte',
    '**/features/**',
    '**/ui/**',
    '**/app/**',
    '**/i18n/**',
  ),
  forbid(
    'src/i18n/**',
    'i18n/ holds texts and knows nothing of what shows them.',
    '**/features/**',
    '**/ui/**',
    '**/app/**',
  ),
  forbid(
    'src/ui/**',
    'ui/ holds small components without knowledge of the product.',
    '**/features/**',
    '**/engine/**',
    '**/app/**',
  ),
  ...walls,
  {
    files: ['**/*.js', '**/*.mjs'],
    ...ts.configs.disableTypeChecked,
  },
  { files: ['build/**', '*.config.*', 'e2e/**'], languageOptions: { globals: { ...globals.node } } },
);

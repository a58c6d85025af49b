import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/backend/tauri.ts knows the shell. Everything else runs in a plain browser.',
};
const upwards = {
  group: ['../*'],
  message:
    'Import across folders as ~/folder/file, so that the direction of imports can be checked.',
};

/** Forbids imports from the given top-level folders of src/. */
function layer(files, forbidden, { allowTauri = false } = {}) {
  const patterns = [upwards];
  if (!allowTauri) patterns.push(tauri);
  if (forbidden.length > 0) {
    patterns.push({
      group: forbidden.flatMap((name) => [`~/${name}/*`, `~/${name}`]),
      message:
        'Imports go lib, components <- backend, editor, state <- actions <- features <- layout.',
    });
  }
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'public/', '*.config.js', 'src/backend/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    rules: {
      'max-lines': ['error', { max: 350 }],
      'svelte/no-at-html-tags': 'error',
      // ESLint cannot see the types of imported components; svelte-check can, and checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Reading a value for its dependency alone is written as `void value`.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      'svelte/require-each-key': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      // Collections in state are replaced, never mutated ($state.raw).
      'svelte/prefer-svelte-reactivity': 'off',
      // The rule cannot tell a $bindable() default from a variable that is never assigned.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$state'] }],
    },
  },
  {
    files: ['src/features/document/PreviewBlock.svelte'],
    rules: { 'svelte/no-at-html-tags': 'off' },
  },
  layer(
    ['src/lib/**'],
    ['components', 'backend', 'state', 'editor', 'actions', 'features', 'layout'],
  ),
  layer(['src/components/**'], ['backend', 'state', 'editor', 'actions', 'features', 'layout']),
  layer(['src/backend/**'], ['components', 'state', 'editor', 'actions', 'features', 'layout']),
  layer(
    ['src/backend/tauri.ts'],
    ['components', 'state', 'editor', 'actions', 'features', 'layout'],
    {
      allowTauri: true,
    },
  ),
  layer(['src/editor/**'], ['state', 'actions', 'features', 'layout']),
  layer(['src/state/**'], ['components', 'editor', 'actions', 'features', 'layout']),
  layer(['src/actions/**'], ['components', 'features', 'layout']),
  layer(['src/features/**'], ['features', 'layout']),
  layer(['src/layout/**', 'src/App.svelte', 'src/main.ts'], []),
  {
    files: ['e2e/**/*.mjs'],
    ...ts.configs.disableTypeChecked,
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { projectService: false, program: null },
    },
  },
  // A catalogue is a list, not a module: it is as long as the interface has texts.
  { files: ['src/lib/i18n/*.ts'], rules: { 'max-lines': 'off' } },
);

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { beforeAll, describe, expect, it } from 'vitest';

// What is shipped, weighed as it is built. A budget is raised on purpose, with a reason, or not at all.

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

const kB = 1_000;
const SHELL = 'index.html';
const EDITOR = 'src/editor/MarkdownEditor.svelte';
const DIFF = 'src/editor/diff.ts';
const VIM = 'src/editor/vim.ts';
const KATEX = 'node_modules/katex/dist/katex.mjs';

const dist = join(import.meta.dirname, 'dist');
const manifestFile = join(import.meta.dirname, 'node_modules/.longhand-manifest.json');
let manifest: Manifest = {};

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && SHELL in value;
}

beforeAll(() => {
  if (!existsSync(manifestFile)) {
    throw new Error(
      'ui/dist is not built, so it cannot be weighed: run `npm run build` in ui/, or `cargo xtask test ui`, which builds it first',
    );
  }
  const read: unknown = JSON.parse(readFileSync(manifestFile, 'utf8'));
  if (!isManifest(read)) throw new Error(`${manifestFile} names no ${SHELL}`);
  manifest = read;
});

/** The files that are loaded at once for a module, without those that `loaded` brought already. */
function scripts(entry: string, loaded: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`no chunk of the build is made from ${name}`);
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  visit(entry);
  return new Set([...found].filter((file) => !loaded.has(file)));
}

function everyFile(): string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(dist, name)).isFile(),
  );
}

const raw = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
const gzipped = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);

const shell = () => scripts(SHELL);
const editor = () => scripts(EDITOR, shell());
const withEditor = () => new Set([...shell(), ...editor()]);
const fonts = () => everyFile().filter((name) => /\.(woff2?|ttf|otf)$/.test(name));
const isFormulaFont = (name: string) => name.includes('KaTeX');
const isOfFormulas = (name: string) => name.includes('katex');

/** Every budget, in bytes. */
const BUDGETS: readonly (readonly [string, number, () => number])[] = [
  ['the scripts of the shell, gzipped', 160 * kB, () => gzipped(shell())],
  ['the scripts of the shell', 560 * kB, () => raw(shell())],
  [
    // Those of formulas come with them, and only with them.
    'our style sheets, gzipped',
    30 * kB,
    () => gzipped(everyFile().filter((name) => name.endsWith('.css') && !isOfFormulas(name))),
  ],
  ['the editor, gzipped', 215 * kB, () => gzipped(editor())],
  ['the history and its differences, gzipped', 15 * kB, () => gzipped(scripts(DIFF, withEditor()))],
  ['vim keys, gzipped', 42 * kB, () => gzipped(scripts(VIM, withEditor()))],
  ['formulas, gzipped', 80 * kB, () => gzipped(scripts(KATEX, shell()))],
  ['the fonts of the interface', 300 * kB, () => raw(fonts().filter((f) => !isFormulaFont(f)))],
  ['the fonts of formulas', 300 * kB, () => raw(fonts().filter(isFormulaFont))],
  ['all that is shipped', 7_000 * kB, () => raw(everyFile())],
];

describe('the size of what is shipped', () => {
  it.each(BUDGETS)('%s stays under %i bytes', (_, budget, measured) => {
    expect(measured()).toBeLessThanOrEqual(budget);
  });

  it('fetches neither diagrams nor formulas before a document asks for them', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(page).not.toMatch(/mermaid|katex/i);
    const early = [...withEditor()].map((file) => readFileSync(join(dist, file), 'utf8')).join();
    expect(early).not.toContain('ParseError: KaTeX');
    expect([...scripts(KATEX)].some((file) => withEditor().has(file))).toBe(false);
  });
});

import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const TARGET = ['safari16.4', 'chrome120'];
const MANIFEST = fileURLToPath(new URL('node_modules/.longhand-manifest.json', import.meta.url));

/**
 * Ships the diagram library as one classic script: the frame that runs it has no origin, and a
 * module would be fetched with one. It is built here from its parts, for the engines that the
 * interface runs in, because the script that the library comes with is made for much older ones.
 */
function diagramScript(): Plugin {
  const fileName = 'diagram/mermaid.min.js';
  const entry = fileURLToPath(new URL('src/diagram/library.ts', import.meta.url));
  let script: Promise<string> | null = null;
  async function bundle(): Promise<string> {
    const made = await build({
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        copyPublicDir: false,
        target: TARGET,
        lib: { entry, formats: ['iife'], name: 'longhandDiagrams' },
      },
    });
    for (const result of Array.isArray(made) ? made : [made]) {
      if ('output' in result) return result.output[0].code;
    }
    throw new Error('invariant: a build that ends has output');
  }
  return {
    name: 'longhand-diagram-script',
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_, response, next) => {
        script ??= bundle();
        script.then((code) => {
          response.setHeader('Content-Type', 'text/javascript');
          response.end(code);
        }, next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: await bundle() });
    },
  };
}

/**
 * Leaves the older copies of KaTeX's fonts out: every engine that the interface runs in reads WOFF2,
 * and the other two formats are 0.8 MB.
 */
function oneFontFormat(): Plugin {
  return {
    name: 'longhand-one-font-format',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('katex.min.css')) return null;
      const older = /,url\([^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)/g;
      if (code.search(older) < 0) this.error('the fonts of KaTeX are listed in another way now');
      return code.replace(older, '');
    },
  };
}

/**
 * Gives Markdown a small grammar for the HTML in it. The full one brings those of scripts and style
 * sheets along, 40 kB of the first thing that is loaded, and documents have neither. Fences of HTML
 * keep the full one.
 */
function plainHtml(): Plugin {
  const file = fileURLToPath(new URL('src/editor/syntax/html.ts', import.meta.url));
  return {
    name: 'longhand-plain-html',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id === '@codemirror/lang-html' && importer?.includes('lang-markdown') ? file : null,
  };
}

/** Ships what the editor asks of an emoji, its name, and none of what else is known. */
function slimEmoji(): Plugin {
  return {
    name: 'longhand-slim-emoji',
    async transform(_, id) {
      if (!id.includes('node_modules/gemoji/index.js')) return null;
      const { gemoji } = await import('gemoji');
      // A flag is known by its code, and by the country in full.
      const country = (description: string) => {
        if (!description.startsWith('flag: ')) return [];
        const plain = description
          .slice(6)
          .normalize('NFD')
          .replace(/[\p{M}’.]/gu, '');
        return [
          plain
            .toLowerCase()
            .match(/[a-z]+/g)
            ?.join('_') ?? '',
        ];
      };
      const lines = gemoji.map(({ emoji, names, description }) =>
        [...new Set([emoji, names[0], ...country(description)])].join(' '),
      );
      return `const read = (line) => {
        const [emoji, ...names] = line.split(' ');
        return { emoji, names };
      };
      export const gemoji = ${JSON.stringify(lines.join(';'))}.split(';').map(read);`;
    },
  };
}

/**
 * What hardly anybody writes in notes and what brings 120 kB along: Esper comes with every dialect of
 * SQL there is, Closure Stylesheets with all of an older CSS, and Stylus with lists of all that is in
 * CSS and HTML; the others are long lists of names.
 */
const LEFT_OUT = [
  'Esper',
  'Closure Stylesheets (GSS)',
  'Stylus',
  'ECL',
  'Haxe',
  'HXML',
  'IDL',
  'mIRC',
  'TTCN',
  'TTCN_CFG',
];

/** Leaves out the grammars above: code in them is shown as it is, without colors. */
function fewerGrammars(): Plugin {
  const start = '/*@__PURE__*/LanguageDescription.of({';
  return {
    name: 'longhand-fewer-grammars',
    transform(code, id) {
      if (!id.includes('@codemirror/language-data/dist/index.js')) return null;
      let left = code;
      for (const name of LEFT_OUT) {
        const at = left.indexOf(`name: "${name}"`);
        const [from, next] = [left.lastIndexOf(start, at), left.indexOf(start, at)];
        if (at < 0 || from < 0 || next < 0) this.error(`${name} is listed in another way now`);
        left = left.slice(0, from) + left.slice(next);
      }
      return left;
    },
  };
}

/**
 * Puts the list of which file was made from what beside the packages: the programs ship all that is
 * in the folder of the build, and only the budgets read the list.
 */
function manifestApart(): Plugin {
  return {
    name: 'longhand-manifest-apart',
    apply: 'build',
    writeBundle({ dir }) {
      if (dir === undefined) this.error('the build has no folder');
      mkdirSync(dirname(MANIFEST), { recursive: true });
      renameSync(join(dir, '.vite/manifest.json'), MANIFEST);
      rmdirSync(join(dir, '.vite'));
    },
  };
}

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [
    svelte(),
    diagramScript(),
    slimEmoji(),
    oneFontFormat(),
    plainHtml(),
    fewerGrammars(),
    manifestApart(),
  ],
  resolve: {
    alias: { '~': source },
    // Vitest resolves Svelte's server build unless it is told that this is a browser.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: TARGET,
    // A data: URL is refused by the content security policy for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Tells the budgets which file is which.
    manifest: true,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/v1': 'http://127.0.0.1:7717' },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'budgets.test.ts'],
    setupFiles: ['src/lib/testing/setup.ts'],
    restoreMocks: true,
  },
}));

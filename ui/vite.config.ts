import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Ships the diagram library as one classic script: the frame that runs it has no origin, and a
 * module would be fetched with one.
 */
function diagramScript(): Plugin {
  const file = fileURLToPath(new URL('node_modules/mermaid/dist/mermaid.min.js', import.meta.url));
  const fileName = 'diagram/mermaid.min.js';
  return {
    name: 'longhand-diagram-script',
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(readFileSync(file));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
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

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), diagramScript(), oneFontFormat(), plainHtml()],
  resolve: {
    alias: { '~': source },
    // Vitest resolves Svelte's server build unless it is told that this is a browser.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: ['safari16.4', 'chrome120'],
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

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

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), diagramScript()],
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
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/v1': 'http://127.0.0.1:7717' },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/lib/testing/setup.ts'],
    restoreMocks: true,
  },
}));

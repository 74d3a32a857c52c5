/** Builds the pages to `apps/web/dist`; the development server passes everything of the server on to `:8080`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

/** Puts beside each program and style what it is when compressed: it is sent many times and never changes. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(?:js|css|svg)$/.test(file)))
      await writeFile(join(dir, `${name}.gz`), gzipSync(await readFile(join(dir, name)), { level: 9 }));
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed],
  // The server puts a nonce of its own in this place in every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': SERVER, '/fhir': SERVER, '/cds-services': SERVER } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // What every page rests on is one chunk; the charts of the statistics are another, which the first page never loads.
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    // A page asks for 20 files instead of 75: each costs browser and server more than what of it the page could do without.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'common', minShareCount: 40, priority: 2 },
            { name: 'often', minShareCount: 8, priority: 1 },
          ],
        },
      },
    },
  },
});

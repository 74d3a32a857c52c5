/** Builds the pages to `apps/web/dist`; the development server passes everything of the server on to `:8080`. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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

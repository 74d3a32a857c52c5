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
    // The charts of the statistics are one chunk that the first page never loads.
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
});

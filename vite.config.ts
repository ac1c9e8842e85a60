import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The web client. In development Vite serves it and hands requests to the API on to the server on PORT. */
export default defineConfig({
  root: 'web',
  plugins: [react()],
  // The pages bring no code of their own in HTML: the server allows scripts from files only.
  build: {
    outDir: '../dist/web', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0,
    // Else each icon that two screens share is a file, and a request, of its own.
    rolldownOptions: { output: { codeSplitting: {
      includeDependenciesRecursively: false, groups: [{ name: 'icons', test: /@tabler/, minShareCount: 2 }],
    } } },
  },
  server: { proxy: { '/api': `http://localhost:${process.env.PORT ?? 3000}` } },
});

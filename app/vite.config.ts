import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';

/** What every screen is made of. */
const BASE = /node_modules[\\/](?:solid-js|@solidjs|hono|@tanstack[\\/](?:query-core|solid-query|store))[\\/]/;
/** What forms need, for the screens that have one; without the modules of the app that import it. */
const FORM =
  /node_modules[\\/](?:zod|@tanstack[\\/](?:form-core|solid-form|solid-store|pacer-lite|devtools-event-client))[\\/]/;
/** What several screens share, but for what forms need. */
const SHARED =
  /[\\/](?:app[\\/](?:ui|lib)|app[\\/]features[\\/]\w+(?=[\\/]queries\.)|worker[\\/]lib)[\\/](?!form\.tsx|zod|plain-text|email\.|new-|agent-).*\.(?:ts|tsx|css)$/;

const root = new URL('.', import.meta.url).pathname;

export default defineConfig({
  root,
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
    // Each file costs a round trip on a slow line: all styles are one, and so is what several screens share. What forms
    // need is a file of its own, for the screens that have one.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: BASE, priority: 3 },
            { name: 'form', test: FORM, priority: 2 },
            { name: 'shared', test: SHARED, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  // `npm start -- --no-sandbox` (or `npm start`) serves the API that the development server hands on to.
  server: { port: 5173, proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } } },
  plugins: [
    solid(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'service-worker.ts',
      injectRegister: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,woff2}'] },
      manifest: {
        name: 'Mailferry',
        short_name: 'Mailferry',
        description: 'Moves mailboxes between Exchange providers.',
        id: '/',
        start_url: '/',
        display: 'standalone',
        background_color: '#0c1722',
        theme_color: '#0c1722',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
});

import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { firstPaint } from './first-paint.ts';

const packages = (...names: readonly string[]): RegExp => new RegExp(`node_modules[\\/](?:${names.join('|')})[\\/]`);

/** The first script, and what it needs: it must not wait for anything else. */
const START =
  /vite[\\/]preload-helper|[\\/]app[\\/](?:start|screens|reload-when-outdated|lib[\\/](?:early-answers|session-mark|theme-choice))\.ts$/;
/** What every screen is made of. */
const BASE = packages('solid-js', '@solidjs', 'hono', '@tanstack/(?:query-core|solid-query)');
/** What opens over a screen, and is not there at first. */
const PARTS = packages(
  '@kobalte',
  '@floating-ui',
  '@solid-primitives',
  '@internationalized',
  'solid-prevent-scroll',
  'solid-presence',
);
/** What forms and tables hold their state in. */
const STATE = packages('@tanstack/(?:store|solid-store)');
const FORM = packages('@tanstack/(?:form-core|solid-form|pacer-lite|devtools-event-client)');
/** What checks a form before it is sent, and the rules of time zones: where somebody fills in something. */
const SCHEMA = packages('zod');
const ZONES = packages('temporal-polyfill', 'temporal-utils');
/** Long tables. */
const TABLE = /node_modules[\\/]@tanstack[\\/](?:virtual-core|solid-virtual)[\\/]|[\\/]app[\\/]ui[\\/]data-table[\\/]/;
/** The sentences of events. */
const EVENTS = /[\\/]worker[\\/]lib[\\/]event-/;
/** The kinds of messages that Mailferry sends. */
const MESSAGES = /[\\/]worker[\\/]lib[\\/]mail[\\/]message-kinds/;
/** Pictures of links. */
const QR = /node_modules[\\/]uqr[\\/]|[\\/]app[\\/]ui[\\/]qr-code/;
/** Reads files of tables. */
const LISTS = /node_modules[\\/]papaparse[\\/]|[\\/]worker[\\/]lib[\\/]csv[\\/]record/;
/** What several screens share. */
const SHARED =
  /[\\/](?:app[\\/](?:ui|lib)|app[\\/]features[\\/]\w+(?=[\\/]queries\.)|worker[\\/]lib)[\\/](?!data-table|event-|qr-code|open-|toast-list|zoned|form\.tsx|zod|plain-text|email\.|new-|agent-|account-|time-zone|parse-|mail[\\/]mail-settings|mail[\\/]message-kinds).*\.(?:ts|tsx|css)$/;

const root = new URL('.', import.meta.url).pathname;

export default defineConfig({
  root,
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
    // Each file costs a round trip on a slow line: all styles are one, and so is what several screens share. What not all
    // of them need at first is a file of its own.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', test: START, priority: 5 },
            { name: 'base', test: BASE, priority: 4 },
            { name: 'state', test: STATE, priority: 4 },
            { name: 'form', test: FORM, priority: 3 },
            { name: 'parts', test: PARTS, priority: 3 },
            { name: 'schema', test: SCHEMA, priority: 3 },
            { name: 'zones', test: ZONES, priority: 3 },
            { name: 'lists', test: LISTS, includeDependenciesRecursively: false, priority: 3 },
            { name: 'shared', test: SHARED, minShareCount: 3, priority: 2 },
            { name: 'table', test: TABLE, priority: 1 },
            { name: 'messages', test: MESSAGES, priority: 2 },
            { name: 'events', test: EVENTS, priority: 1 },
            { name: 'qr', test: QR, priority: 1 },
          ],
        },
      },
    },
  },
  // `npm start -- --no-sandbox` (or `npm start`) serves the API that the development server hands on to.
  server: { port: 5173, proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } } },
  plugins: [
    solid(),
    firstPaint(),
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

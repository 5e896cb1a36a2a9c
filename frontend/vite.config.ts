import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` sends what only the server can answer. */
const server = process.env['SPEAKDRAW_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    assetsDir: 'assets',
    // An inlined asset would be a data: address, which the page's content security policy allows for images only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'join.html', 'moderation.html', 'projector.html', 'teacher.html'],
      // How long each plugin took is no news on a machine that does other things too.
      checks: { bundlerTimings: false },
    },
  },
  server: {
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // No test is timed: on a machine with other work some of them take much longer than the five seconds of Vitest's own.
    testTimeout: 120_000,
  },
});

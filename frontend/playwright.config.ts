import { defineConfig } from '@playwright/test';

/** Debian's browser; Playwright's own download is neither needed nor wanted. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** For a page under a name that no name server knows, such as "MAP draw.school.test 127.0.0.1". */
const hosts = process.env['SPEAKDRAW_HOST_RULES'];

/** What the camera films: somebody sways before it, leaves, and comes back (PageIT makes it); else the browser's own pattern. */
const filmed = process.env['SPEAKDRAW_PERSON_CLIP'];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  // A small machine that paints on its processor: ten pictures a second, and a first one after some seconds. Nothing here
  // says how soon something must happen: these only end what will never happen, and no test has others. The acceptance
  // tests' Patience is as long as that of an expectation.
  timeout: 300_000,
  expect: { timeout: 90_000 },
  // What fails once and then passes is listed as flaky.
  retries: 1,
  reporter: [['list']],
  use: {
    baseURL: process.env['SPEAKDRAW_URL'] ?? 'http://localhost:8080',
    viewport: { width: 1280, height: 800 },
    // Of a test that has failed, when it is tried again: tracing all of them takes a third of the time of the whole.
    // `--trace=retain-on-failure` catches what seldom fails.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(filmed ? [`--use-file-for-fake-video-capture=${filmed}`] : []),
        ...(hosts ? [`--host-resolver-rules=${hosts}`] : []),
      ],
    },
  },
});

import { defineConfig } from '@playwright/test';
import common from './playwright.config';

/** The few tests in Firefox: Playwright runs them, and its own browsers stay out of it. */
export default defineConfig(common, { testDir: 'e2e-firefox', use: { trace: 'off' } });

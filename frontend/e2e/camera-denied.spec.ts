import { expect } from '@playwright/test';
import { choose, open, test } from './page';

test.use({
  launchOptions: {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // A camera is there, but nobody answers the question with yes.
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--deny-permission-prompts',
      '--no-first-run',
    ],
  },
});

test('says clearly that the camera is not allowed, and drawing goes on', async ({ page }) => {
  await open(page);
  await choose(page, 'Camera');
  const problem = page.getByTestId('camera-problem');
  await expect(problem).toContainText('The camera is not allowed');
  await expect(problem).toContainText('beside the address');
  await expect(problem.getByRole('button', { name: 'Try again' })).toBeVisible();
  await choose(page, 'Draw');
  await expect(page.getByTestId('drawing')).toBeVisible();
});

test('says clearly that there is no camera', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
  });
  await open(page);
  await choose(page, 'Camera');
  await expect(page.getByTestId('camera-problem')).toContainText('No camera was found');
});

test('says what to do when the page is not secure', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false });
  });
  await open(page);
  await choose(page, 'Camera');
  await expect(page.getByTestId('camera-problem')).toContainText('https');
});

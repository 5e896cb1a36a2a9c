import { expect, test as plain } from '@playwright/test';
import { choose, open, stroke, test, untilPainted } from './page';

/** An address (of a network for documentation) that no browser takes for this very machine, so the page is not secure. */
const ELSEWHERE = '192.0.2.1';
const server = new URL(process.env['SPEAKDRAW_URL'] ?? 'http://localhost:8080');

const launchOptions = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--no-first-run',
    // A camera is there, but nobody answers the question with yes.
    '--use-fake-device-for-media-stream',
    '--deny-permission-prompts',
    `--host-resolver-rules=MAP ${ELSEWHERE} ${server.hostname}`,
  ],
};
test.use({ launchOptions });
plain.use({ launchOptions });

test('says clearly that the camera is not allowed, and drawing goes on', async ({ page }) => {
  await open(page);
  await choose(page, 'Camera');
  const problem = page.getByTestId('camera-problem');
  await expect(problem).toContainText('The camera is not allowed');
  await expect(problem).toContainText('next to the address');
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

plain(
  'on a page that is not secure, says what to do about the camera, and drawing works',
  async ({ page }) => {
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(`http://${ELSEWHERE}:${server.port || '80'}/`);
    await expect(page.getByTestId('connection')).toHaveText('Live');
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await choose(page, 'Camera');
    await expect(page.getByTestId('camera-problem')).toContainText('https');
    await choose(page, 'Draw');
    await stroke(page, [0.2, 0.2], [0.8, 0.8]);
    await untilPainted(page);
    expect(failures).toEqual([]);
  },
);

import { expect } from '@playwright/test';
import { choose, open, test, untilPainted } from './page';

const secure = process.env['SPEAKDRAW_URL'] ?? '';
/** Where the same server speaks plain http. */
const plain = process.env['SPEAKDRAW_PLAIN_URL'] ?? '';

/** What the browser says of a page by plain http, and of one that leads to https. */
const PLAIN = [/Cross-Origin-Opener-Policy header has been ignored/, /request to another address/];

test.skip(!secure.startsWith('https:'), 'needs a server that speaks https');

// Its authority is one that this browser was not told to trust.
test.use({ ignoreHTTPSErrors: true });

test('camera, live connection and cookie work over https', async ({ page, context }) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await open(page);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  await choose(page, 'Camera');
  await untilPainted(page);
  expect(sockets).not.toHaveLength(0);
  expect(sockets.filter((url) => !url.startsWith('wss://'))).toEqual([]);
  const cookie = (await context.cookies()).find(({ name }) => name === '__Host-speakdraw-participant');
  expect(cookie).toMatchObject({ secure: true, httpOnly: true, path: '/', sameSite: 'Strict' });
});

test('by plain http the page has no camera, so it leads to https', async ({ page, complaints, baseURL }) => {
  complaints.expected = PLAIN;
  await page.goto(`${plain}trust`);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await page.goto(`${plain}?from=plain`);
  expect(page.url()).toBe(`${baseURL ?? ''}?from=plain`);
  await expect(page.getByTestId('connection')).toHaveText('Live');
});

test('explains how to trust the certificate, and leads on from there', async ({ page, complaints }) => {
  complaints.expected = PLAIN;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${plain}trust`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('camera and microphone');
  await page.getByText('Android', { exact: true }).click();
  await expect(page.getByText('CA certificate', { exact: true })).toBeVisible();
  const code = page.getByRole('img', { name: /QR code/ });
  expect(await code.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(
    true,
  );
  const screenshots = process.env['SPEAKDRAW_SCREENSHOTS'];
  if (screenshots) {
    await page.screenshot({ path: `${screenshots}/trust.png`, fullPage: true });
  }
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the certificate' }).click();
  expect((await download).suggestedFilename()).toBe('speakdraw.crt');
  await page.getByRole('link', { name: 'Open SpeakDraw' }).click();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  expect(page.url()).toMatch(/^https:/);
});

import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import {
  choose,
  fingerprint,
  open,
  screenshotPath,
  test,
  untilChanged,
  untilInForce,
  untilPainted,
} from './page';

test('repaints the camera live, follows the prompt, and can be watched and saved', async ({ page }) => {
  await open(page);
  await choose(page, 'Camera');
  const output = await untilPainted(page);

  await test.step('frames change', async () => {
    const first = await fingerprint(output);
    await untilChanged(output, first);
    await expect.poll(async () => Number(await page.getByTestId('fps').textContent())).toBeGreaterThan(1);
    await expect(page.getByTestId('latency')).toHaveText(/^\d+ ms$/);
  });

  await test.step('the prompt is taken', async () => {
    const box = page.getByTestId('prompt');
    await box.fill('neon');
    await box.press('Enter');
    await untilInForce(page, 'prompt', 'neon');
    await page.reload();
    await expect(page.getByTestId('prompt')).toHaveValue('neon');
    await choose(page, 'Camera');
    await untilPainted(page);
  });

  await test.step('the MJPEG stream shows in a plain image', async () => {
    const id = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
    const width = await page.evaluate(
      (address) =>
        new Promise<number>((resolve) => {
          const image = document.createElement('img');
          image.src = address;
          document.body.append(image);
          const look = setInterval(() => {
            if (image.naturalWidth > 0) {
              clearInterval(look);
              resolve(image.naturalWidth);
              image.src = '';
              image.remove();
            }
          }, 100);
        }),
      `/api/sessions/${String(id)}/stream`,
    );
    expect(width).toBeGreaterThan(1);
  });

  await test.step('a snapshot is a PNG of the result', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('snapshot').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^speakdraw-[\d-]+\.png$/);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(bytes.length).toBeGreaterThan(500);
    expect(bytes.toString('utf8')).toContain('neon');
    expect(bytes.toString('utf8')).toMatch(/Seed: \d+/);
    expect(bytes.toString('utf8')).toContain('trainedAlgorithmicMedia');
  });

  await test.step('a link can be shared', async () => {
    await page.getByTestId('share').click();
    await page.getByTestId('share-make').click();
    const address = await page.getByTestId('share-address').inputValue();
    expect(address).toMatch(/^http.*\/api\/sessions\/.+\/stream\?view=.+/);
    await page.getByRole('button', { name: 'Stop sharing' }).click();
    await expect(page.getByTestId('share-make')).toBeVisible();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
  });

  await page.getByTestId('stats').click();
  await expect(page.getByTestId('stats-table')).toContainText('Latency, median');
  await page.screenshot({ path: screenshotPath('camera') });
});

import { stat } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { fingerprint, screenshotPath, test, untilChanged, violations } from './page';
import { record, say, untilRecorded } from './recording';

/** The width of the picture that an ordinary `<img>` shows. */
function playsInAnImage(page: Page, address: string): Promise<number> {
  return page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => {
        reject(new Error(`no picture at ${src}`));
      };
    });
    const { naturalWidth } = image;
    image.src = '';
    return naturalWidth;
  }, address);
}

test('records, replays, seeks, exports, repaints and continues from there', async ({ page }) => {
  await record(page);
  await say(page, 'pixel art');
  await untilRecorded(page, 'pixel art');
  await say(page, 'neon');
  await untilRecorded(page, 'neon');

  // The truth after a reload, too.
  await page.reload();
  await expect(page.getByTestId('recording-badge')).toBeVisible();
  await page.getByTestId('record').click();
  await expect(page.getByTestId('recording-badge')).toBeHidden();
  await say(page, 'something else');

  await page.getByTestId('recordings-open').click();
  const list = page.getByTestId('recordings');
  await expect(list.getByRole('button').first()).toContainText('neon');
  await expect(list.locator('img').first()).toHaveJSProperty('complete', true);
  const thumbnail = (await list.locator('img').first().getAttribute('src')) ?? '';
  await page.screenshot({ path: screenshotPath('recordings') });
  await list.getByRole('button').first().click();

  const output = page.getByTestId('replay-output');
  await expect.poll(() => output.evaluate((canvas: HTMLCanvasElement) => canvas.width)).toBeGreaterThan(1);
  await expect(page.getByTestId('replay-input')).toBeVisible();
  const first = await fingerprint(output);
  await page.getByTestId('speed').selectOption('2');
  await page.getByTestId('play').click();
  await untilChanged(output, first);
  // A step is taken in standing, whether it has come to its end meanwhile or not.
  await page.getByTestId('step').click();
  await expect(page.getByTestId('play')).toHaveAccessibleName(/^Play/);

  // By keys: to the end and back to the beginning.
  await page.getByTestId('seek').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /neon/);
  await page.keyboard.press('Home');
  await page.getByTestId('next-prompt').click();
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /pixel art/);
  await page.getByTestId('step').click();
  await page.screenshot({ path: screenshotPath('replay') });
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.screenshot({ path: test.info().outputPath('replay-phone.png'), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await violations(page)).toEqual([]);

  // What is no longer wanted is no longer made, and the next file can be made at once.
  const cancelled = page.waitForResponse((response) => response.request().method() === 'DELETE');
  // However soon the server has made it, the page gets no answer before it has been told to stop.
  await page.route(
    /\/export\?/,
    async (route) => {
      await route.fetch().catch(() => undefined);
      await cancelled;
      await route.abort().catch(() => undefined);
    },
    { times: 1 },
  );
  await page.getByTestId('export-webm').click();
  await page.getByTestId('export-cancel').click();
  expect((await cancelled).status()).toBe(204);

  for (const format of ['mp4', 'webm', 'gif', 'zip']) {
    const download = page.waitForEvent('download');
    await page.getByTestId(`export-${format}`).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
    expect((await stat(await (await download).path())).size).toBeGreaterThan(5_000);
  }
  expect(await playsInAnImage(page, thumbnail.replace(/keyframes.*/, 'replay?speed=8'))).toBeGreaterThan(0);

  await page.getByTestId('repaint').click();
  await page.getByTestId('repaint-prompt').fill('a blue whale');
  await page.getByTestId('repaint-start').click();
  await expect(page.getByRole('heading', { name: 'a blue whale' })).toBeVisible();
  await page.getByTestId('recordings-back').click();
  await expect(list.getByRole('button')).toHaveCount(2);

  // The same prompts at the same moments, in two steps.
  await list.getByRole('button', { name: /neon/ }).click();
  await page.getByTestId('repaint').click();
  await page.getByTestId('repaint-prompts').selectOption('recorded');
  await expect(page.getByTestId('repaint-prompt')).toBeHidden();
  await page.getByTestId('repaint-steps').selectOption('2');
  // However soon the server is done, the page hears of it only when its progress was seen.
  let seen = () => {};
  const looked = new Promise<void>((resolve) => (seen = resolve));
  await page.route(/\/repaint$/, async (route) => {
    if (route.request().method() === 'GET') {
      await looked;
    }
    await route.continue();
  });
  await page.getByTestId('repaint-start').click();
  await expect(page.getByText(/^\d+ of \d+ pictures$/)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('repainting.png') });
  seen();
  await expect(page.getByTestId('replay-input')).toBeHidden();
  await page.getByTestId('next-prompt').click();
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /pixel art/);
  await page.getByTestId('recordings-back').click();
  await expect(list.getByRole('button')).toHaveCount(3);

  // The same prompts again, with the other model; its own settings come with it.
  await list.getByRole('button', { name: /with input/ }).click();
  const painted = await page.getByText(/painted with/).innerText();
  await page.getByTestId('repaint').click();
  await page.getByTestId('repaint-prompts').selectOption('recorded');
  const models = page.getByTestId('repaint-bundle');
  await expect(models.locator('option')).not.toHaveCount(0);
  const other = await models.evaluate(
    (select: HTMLSelectElement) =>
      [...select.options].map((option) => option.value).find((id) => id !== select.value) ?? '',
  );
  await models.selectOption(other);
  await page.screenshot({ path: test.info().outputPath('repaint-dialog.png') });
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('repaint-start').click();
  await expect(page.getByText(`painted with ${other}`)).toBeVisible();
  expect(painted).not.toContain(other);
  await page.screenshot({ path: test.info().outputPath('repainted-with-another.png') });
  await page.getByTestId('recordings-back').click();
  await expect(list.getByRole('button')).toHaveCount(4);

  await list.getByRole('button', { name: /with input/ }).click();
  await page.getByTestId('seek').focus();
  await page.keyboard.press('Home');
  await page.getByTestId('next-prompt').click();
  await page.getByTestId('continue').click();
  await expect(page.getByTestId('prompt')).toHaveValue('pixel art');

  await page.getByTestId('recordings-open').click();
  await list.getByRole('button', { name: /a blue whale/ }).click();
  await page.getByTestId('delete').click();
  await page.getByTestId('delete-confirm').click();
  await expect(list.getByRole('button')).toHaveCount(3);

  // What is deleted in the history takes the recording with it.
  await page.getByTestId('recordings-back').click();
  await page.getByTestId('open-prompts').click();
  const sessions = page.getByTestId('forget-session');
  await expect(sessions).not.toHaveCount(0);
  while ((await sessions.count()) > 0) {
    const before = await sessions.count();
    await sessions.first().click();
    await page.getByTestId('confirm-yes').click();
    await expect(sessions).not.toHaveCount(before);
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('recordings-open').click();
  await expect(page.getByTestId('no-recordings')).toBeVisible();
});

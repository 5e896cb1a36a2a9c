import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test, violations } from './page';
import { record, say, untilRecorded } from './recording';

/** Width by height of a film, as the browser sees it. */
function shapeOf(page: Page, film: Buffer): Promise<number> {
  return page.evaluate(async (base64) => {
    const video = document.createElement('video');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    // The page's content security policy lets films come from blob addresses.
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => {
        reject(new Error('the film cannot be played'));
      };
    });
    return video.videoWidth / video.videoHeight;
  }, film.toString('base64'));
}

async function film(page: Page): Promise<{ name: string; shape: number }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('export-webm').click(),
  ]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), shape: await shapeOf(page, bytes) };
}

test('a recording is named, cut, and made into a film with words and input', async ({ page }) => {
  await record(page);
  await say(page, 'a watercolour fox');
  await untilRecorded(page, 'a watercolour fox');
  await say(page, 'a green dragon');
  await untilRecorded(page, 'a green dragon');
  await page.getByTestId('record').click();
  await expect(page.getByTestId('recording-badge')).toBeHidden();

  await page.getByTestId('recordings-open').click();
  const list = page.getByTestId('recordings').getByRole('button');
  await list.first().click();
  await page.getByTestId('rename').click();
  await page.getByTestId('recording-title').fill('Größer als ein Haus');
  await page.getByTestId('recording-title-save').click();
  await expect(page.getByRole('heading', { name: 'Größer als ein Haus' })).toBeVisible();

  const plain = await film(page);
  expect(plain.name).toMatch(/^speakdraw-grosser-als-ein-haus-.*\.webm$/);
  await page.getByTestId('export-caption').check();
  await page.getByTestId('export-beside').check();
  const rich = await film(page);
  // Twice as wide, and with a band below.
  expect(rich.shape / plain.shape).toBeGreaterThan(1.6);
  expect(rich.shape / plain.shape).toBeLessThan(1.9);

  // Only the dragon stays.
  await page.getByTestId('seek').focus();
  await page.keyboard.press('End');
  const length = page.getByTestId('place');
  const before = await length.innerText();
  await page.getByTestId('seek').focus();
  await page.keyboard.press('Home');
  await page.getByTestId('next-prompt').click();
  await page.getByTestId('next-prompt').click();
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /a green dragon/);
  await page.getByTestId('cut-begin').click();
  await page.getByTestId('cut').click();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('confirm-yes').click();
  await expect(page.getByTestId('cut-part')).toContainText('Move to where');
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /a green dragon/);
  await expect(length).not.toHaveText(before);
  await page.getByTestId('recordings-back').click();
  await expect(list.first()).toContainText('Größer als ein Haus');
});

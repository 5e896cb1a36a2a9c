import { expect, type Page } from '@playwright/test';
import {
  choose,
  fingerprint,
  open,
  stroke,
  test,
  Traffic,
  untilChanged,
  untilInForce,
  untilPainted,
} from './page';

/** Brings an image as if it were pasted or dropped. */
async function bring(page: Page, how: 'paste' | 'drop', colour: string): Promise<void> {
  await page.evaluate(
    async ([kind, fill]) => {
      const canvas = new OffscreenCanvas(80, 80);
      const context = canvas.getContext('2d');
      if (context) {
        context.fillStyle = fill;
        context.fillRect(10, 10, 60, 60);
      }
      const files = new DataTransfer();
      files.items.add(new File([await canvas.convertToBlob()], 'square.png', { type: 'image/png' }));
      window.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: files })
          : new DragEvent('drop', { dataTransfer: files, cancelable: true }),
      );
    },
    [how, colour] as const,
  );
}

test('a pasted image goes under the drawing and can be taken away', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const blank = await fingerprint(sheet);
  await bring(page, 'paste', '#3366cc');
  await untilChanged(sheet, blank);
  await untilPainted(page);
  await page.getByTestId('layers').click();
  await page.getByRole('button', { name: 'Remove the background image' }).click();
  await expect.poll(() => fingerprint(sheet)).toBe(blank);
});

test('text that brings a picture of itself is pasted as text', async ({ page }) => {
  await open(page);
  /** Whether the page keeps the browser from pasting what has these texts beside a picture. */
  const takes = (texts: Record<string, string>) =>
    page.getByTestId('prompt').evaluate((prompt, copiedTexts) => {
      const copied = new DataTransfer();
      for (const [type, text] of Object.entries(copiedTexts)) {
        copied.setData(type, text);
      }
      copied.items.add(new File(['picture'], 'image.png', { type: 'image/png' }));
      return !prompt.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: copied, bubbles: true, cancelable: true }),
      );
    }, texts);
  expect(await takes({ 'text/plain': 'a fox', 'text/html': '<p>a fox</p>' })).toBe(false);
  await expect(page.getByTestId('notice')).toBeHidden();
  // A file of the computer's own has its name beside it.
  expect(await takes({ 'text/plain': 'image.png' })).toBe(true);
});

test('a dropped image is repainted, and another one replaces it', async ({ page }) => {
  await open(page);
  await choose(page, 'File');
  await bring(page, 'drop', '#cc3333');
  const output = await untilPainted(page);
  const first = await fingerprint(output);
  await bring(page, 'drop', '#111111');
  await untilChanged(output, first);
});

test('freezes, goes on, and steps through the layouts without losing the camera', async ({ page }) => {
  const traffic = new Traffic(page);
  await open(page);
  await choose(page, 'Camera');
  const output = await untilPainted(page);
  await page.keyboard.press('l');
  await untilChanged(output, await fingerprint(output));
  await page.keyboard.press('l');
  await untilChanged(output, await fingerprint(output));

  await page.keyboard.press('p');
  await expect(page.getByTestId('connection')).toHaveText('Frozen');
  // What was under way still arrives.
  await traffic.silence();
  const { frames } = traffic;
  const held = await fingerprint(output);
  await traffic.statistics(2);
  expect(await fingerprint(output)).toBe(held);
  expect(traffic.frames).toBe(frames);
  await page.keyboard.press('p');
  await untilChanged(output, held);
});

test('goes on while the tab is hidden, where browsers announce no video frames', async ({ page }) => {
  const traffic = new Traffic(page);
  await open(page);
  await choose(page, 'Camera');
  const output = await untilPainted(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    window.requestAnimationFrame = () => 0;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await traffic.statistics(2);
  await untilChanged(output, await fingerprint(output));
});

test('settings of the server become controls and take effect', async ({ page }) => {
  await open(page);
  const settings = page.getByRole('complementary', { name: 'Settings' });
  const slider = settings.getByRole('slider').first();
  const before = await slider.inputValue();
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).not.toHaveValue(before);
  const chosen = await slider.inputValue();
  await untilInForce(page, 'strength', Number(chosen));
  await page.reload();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await expect(settings.getByRole('slider').first()).toHaveValue(chosen);
  await settings.getByRole('button', { name: 'Reset to defaults' }).click();
  await expect(settings.getByRole('slider').first()).toHaveValue(before);
});

test('what cannot be sent stays in its control until another value comes', async ({ page }) => {
  await open(page);
  const settings = page.getByRole('complementary', { name: 'Settings' });
  await settings.getByTestId('advanced').click();
  const seed = settings.getByTestId('control-seed').getByRole('spinbutton');
  const initial = await seed.inputValue();
  await seed.fill('7');
  await untilInForce(page, 'seed', 7);
  await seed.fill('');
  await expect(settings.getByTestId('control-seed').getByRole('alert')).toBeVisible();
  await settings.getByRole('button', { name: 'Reset to defaults' }).click();
  await expect(seed).toHaveValue(initial);
  await expect(settings.getByTestId('control-seed').getByRole('alert')).toBeHidden();
});

test('paints from text alone, again when the text changes, and goes back to drawing', async ({ page }) => {
  const traffic = new Traffic(page);
  await open(page);
  await choose(page, 'Text');
  await expect(page.getByTestId('text-only')).toBeVisible();
  const output = await untilPainted(page);
  const first = await fingerprint(output);
  await page.getByTestId('prompt').fill('the sea at night');
  await page.keyboard.press('Enter');
  await untilChanged(output, first);
  await traffic.silence();
  const second = await fingerprint(output);
  // Nothing changes, so nothing is painted.
  await traffic.statistics(2);
  expect(await fingerprint(output)).toBe(second);
  await choose(page, 'Draw');
  await stroke(page, [0.2, 0.2], [0.8, 0.8]);
  await untilChanged(output, second);
});

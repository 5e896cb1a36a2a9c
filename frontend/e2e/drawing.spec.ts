import { expect } from '@playwright/test';
import {
  fingerprint,
  open,
  screenshotPath,
  stroke,
  test,
  untilChanged,
  untilPainted,
  untilResting,
} from './page';

test('repaints strokes while they are drawn', async ({ page }) => {
  await open(page);
  await expect(page.getByText('Draw something here')).toBeVisible();
  await stroke(page, [0.2, 0.3], [0.5, 0.6], [0.8, 0.3]);
  await expect(page.getByText('Draw something here')).toBeHidden();
  const output = await untilPainted(page);

  const one = await fingerprint(output);
  await page.getByRole('button', { name: 'Red', exact: true }).click();
  await page.getByRole('slider', { name: 'Pen size' }).fill('70');
  await stroke(page, [0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]);
  await untilChanged(output, one);
});

test('undoes, redoes, fills, erases and clears', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const blank = await fingerprint(sheet);
  await stroke(page, [0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8], [0.2, 0.2]);
  const frame = await fingerprint(sheet);
  expect(frame).not.toBe(blank);

  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Yellow' }).click();
  await stroke(page, [0.5, 0.5]);
  const filled = await fingerprint(sheet);
  expect(filled).not.toBe(frame);

  await page.keyboard.press('Control+z');
  expect(await fingerprint(sheet)).toBe(frame);
  await page.keyboard.press('Control+Shift+z');
  expect(await fingerprint(sheet)).toBe(filled);

  await page.keyboard.press('e');
  await page.getByRole('slider', { name: 'Pen size' }).fill('60');
  await stroke(page, [0.3, 0.5], [0.7, 0.5]);
  expect(await fingerprint(sheet)).not.toBe(filled);

  await page.getByRole('button', { name: 'Clear the drawing' }).click();
  expect(await fingerprint(sheet)).toBe(blank);
});

test('can be drawn on with the keyboard alone', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const blank = await fingerprint(sheet);
  await page.getByRole('slider', { name: 'Pen size' }).fill('60');
  await sheet.focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Shift+ArrowRight');
  }
  await page.keyboard.press('Space');
  expect(await fingerprint(sheet)).not.toBe(blank);
});

test('offers a sample, and keeps the drawing while another source is looked at', async ({ page }) => {
  // Colours change at once rather than fade over.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await page.getByTestId('sample').click();
  await untilPainted(page);
  const sheet = page.getByTestId('drawing');
  const drawn = await fingerprint(sheet);
  await page.keyboard.press('3');
  await expect(page.getByText('Add an image or a video')).toBeVisible();
  await page.keyboard.press('1');
  await expect.poll(() => fingerprint(sheet)).toBe(drawn);
  await untilResting(page);
  await page.screenshot({ path: screenshotPath('drawing') });
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.screenshot({ path: screenshotPath('dark') });
});

test('offers the sample that suits the prompt first, whatever was offered before', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const sampleFor = async (prompt: string) => {
    await page.getByTestId('prompt').fill(prompt);
    await page.getByTestId('prompt').press('Enter');
    await page.getByRole('button', { name: 'Load a sample drawing' }).click();
    return fingerprint(sheet);
  };
  const fish = await sampleFor('a fish');
  expect(await sampleFor('a rocket')).not.toBe(fish);
  expect(await sampleFor('a fish')).toBe(fish);
});

test('an image file is repainted', async ({ page }) => {
  await open(page);
  await page.keyboard.press('3');
  const png = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 96;
    canvas.height = 64;
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = '#c33';
      context.fillRect(0, 0, 48, 64);
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await page.getByTestId('media-file').setInputFiles({
    name: 'half.png',
    mimeType: 'image/png',
    buffer: Buffer.from(png, 'base64'),
  });
  await untilPainted(page);
});

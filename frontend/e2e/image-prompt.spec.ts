import { expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import {
  fingerprint,
  open,
  stroke,
  test,
  untilChanged,
  untilPainted,
  untilResting,
  violations,
} from './page';

test('takes images as prompts, mixes and weighs them, and lets them go', async ({ page }) => {
  test.skip(
    process.env['SPEAKDRAW_IMAGE_PROMPTS'] === undefined,
    'needs SPEAKDRAW_IMAGE_PROMPTS: a server whose model has an IP-Adapter',
  );
  await open(page);
  await stroke(page, [0.2, 0.3], [0.5, 0.6], [0.8, 0.3]);
  const output = await untilPainted(page);
  const panel = page.getByTestId('image-prompts');
  if (!(await panel.isVisible())) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
  }
  await untilResting(page);
  const byWords = await fingerprint(output);

  await page
    .getByTestId('image-prompt-file')
    .setInputFiles(fileURLToPath(new URL('screenshots/dark.png', import.meta.url)));
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  const likeOne = await untilChanged(output, byWords);

  await panel.getByRole('button', { name: 'Use the result' }).click();
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await panel.getByRole('button', { name: 'Use the drawing' }).click();
  await expect(panel.getByRole('listitem')).toHaveCount(3);
  const likeThree = await untilChanged(output, likeOne);

  await panel.getByRole('slider', { name: /^How much image 3/ }).fill('0');
  await panel.getByRole('slider', { name: /^How much image 2/ }).fill('0');
  await untilChanged(output, likeThree);

  await panel.getByLabel('How much they count').fill('0');
  await expect.poll(() => fingerprint(output)).toBe(byWords);

  for (const number of [1, 2, 3]) {
    await panel.getByRole('button', { name: `Remove image ${number}` }).click();
  }
  await expect(panel.getByRole('listitem')).toHaveCount(0);

  await panel.getByRole('button', { name: 'From a preset' }).click();
  await page
    .getByRole('group', { name: 'Fox in watercolour', exact: true })
    .getByRole('button', { name: 'Make it look like Fox in watercolour' })
    .click();
  await expect(page.getByTestId('gallery')).toContainText('“Fox in watercolour” is now one of the images');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close presets' }).click();
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await expect(panel.getByAltText('Image 1')).toHaveJSProperty('complete', true);
  await untilChanged(output, byWords);
});

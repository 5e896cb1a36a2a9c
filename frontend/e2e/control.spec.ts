import { expect } from '@playwright/test';
import { fingerprint, open, stroke, test, untilChanged, untilPainted, untilResting } from './page';

test('says in words and a picture what counts, and lets it count for more or less', async ({ page }) => {
  test.skip(
    process.env['SPEAKDRAW_CONTROL'] !== 'depth',
    'needs SPEAKDRAW_CONTROL: a server whose model looks at depths that pictures show',
  );
  await open(page);
  await stroke(page, [0.2, 0.3], [0.5, 0.6], [0.8, 0.3]);
  const output = await untilPainted(page);
  const slider = page.getByRole('slider', { name: 'Keep the shapes', exact: true });
  if (!(await slider.isVisible())) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
  }
  const note = page.getByTestId('control-control_strength').getByTestId('look-depth');
  await expect(note).toContainText('near things bright');
  const picture = note.getByRole('presentation');
  await expect(picture).toHaveJSProperty('complete', true);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await untilResting(page);
  const heeded = await fingerprint(output);
  await slider.fill('2');
  await untilChanged(output, heeded);
  if (process.env['SPEAKDRAW_SCREENSHOT']) {
    await page.screenshot({ path: process.env['SPEAKDRAW_SCREENSHOT'] });
  }
});

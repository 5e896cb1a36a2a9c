import { expect } from '@playwright/test';
import { open, test, untilInForce } from './page';

test('small pictures show what strength and steps do, and set them', async ({ page }) => {
  await open(page);
  const strengths = page.getByTestId('examples-strength').getByRole('button');
  await expect(strengths).toHaveCount(4);
  for (const picture of await strengths.getByRole('presentation').all()) {
    await expect(picture).toHaveJSProperty('complete', true);
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  }
  await strengths.last().click();
  await expect(page.getByRole('slider', { name: 'Strength', exact: true })).toHaveValue('0.9');
  await expect(strengths.last()).toHaveAttribute('aria-pressed', 'true');
  await untilInForce(page, 'strength', 0.9);
  await page.getByTestId('examples-steps').getByRole('button').nth(1).click();
  await untilInForce(page, 'steps', 2);
});

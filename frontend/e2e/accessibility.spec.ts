import { expect } from '@playwright/test';
import { choose, open, screenshotPath, test, untilPainted, untilResting, violations } from './page';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('sample').click();
    await untilPainted(page);
    await page.getByTestId('stats').click();
    await page.getByTestId('advanced').click();
    expect(await violations(page)).toEqual([]);
    for (const [source, shown] of [
      ['Camera', page.getByTestId('camera-choice')],
      ['File', page.getByText('Add an image or a video')],
      ['Screen', page.getByText('Paint over any window')],
    ] as const) {
      await choose(page, source);
      await expect(shown).toBeVisible();
      expect(await violations(page)).toEqual([]);
    }
    await page.getByTestId('help').click();
    expect(await violations(page)).toEqual([]);
  });
}

test('axe finds nothing serious on a phone, and nothing is wider than it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await context.newPage();
  await open(page);
  await page.getByTestId('sample').tap();
  await untilPainted(page);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await untilResting(page);
  await page.screenshot({ path: screenshotPath('phone') });
  await context.close();
});

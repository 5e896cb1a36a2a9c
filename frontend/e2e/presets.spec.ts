import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { open, screenshotPath, test, untilPainted, untilResting } from './page';

/** A page that paints a sample, with the presets beside it. */
async function openGallery(page: Page): Promise<void> {
  await open(page);
  await page.getByTestId('sample').click();
  await untilPainted(page);
  await page.getByTestId('open-presets').click();
  await expect(page.getByTestId('preset').first()).toBeVisible();
}

function card(page: Page, name: string) {
  return page.getByRole('group', { name, exact: true });
}

test('finds presets while one types, tries one with a look, and keeps it with a click', async ({ page }) => {
  await openGallery(page);
  const prompt = page.getByTestId('prompt');
  const before = await prompt.inputValue();
  await page.getByTestId('preset-search').fill('watercolor fx');
  await page.getByTestId('preset-search').fill('watercolor fox');
  await expect(page.getByTestId('preset')).not.toHaveCount(0);
  await page.getByTestId('preset-search').fill('fox');
  const fox = card(page, 'Fox in watercolour');
  await expect(page.getByTestId('preset')).toHaveCount(1);

  await fox.hover();
  await expect(prompt).toHaveValue('a fox, watercolour');
  await page.mouse.move(2, 2);
  await expect(prompt).toHaveValue(before);
  // What was only looked at is in no history; what comes after it is.
  await prompt.fill('a quiet harbour');
  await prompt.press('Enter');
  const past = async () => (await page.request.get('/api/prompts?q=&after=')).text();
  await expect.poll(past).toContain('a quiet harbour');
  expect(await past()).not.toContain('a fox, watercolour');
  await page.getByTestId('prompt-undo').click();
  await expect(prompt).toHaveValue(before);

  await fox.getByTestId('preset').click();
  await expect(page.getByTestId('preset-kept')).toContainText('Fox in watercolour');
  await page.mouse.move(2, 2);
  await expect(prompt).toHaveValue('a fox, watercolour');
  await page.getByTestId('preset-undo').click();
  await expect(prompt).toHaveValue(before);
});

test('walks through the presets by keys', async ({ page }) => {
  await openGallery(page);
  const prompt = page.getByTestId('prompt');
  const before = await prompt.inputValue();
  await page.getByTestId('preset').first().focus();
  await page.keyboard.press('ArrowRight');
  const second = page.getByTestId('preset').nth(1);
  await expect(second).toBeFocused();
  await expect(prompt).toHaveValue((await second.getAttribute('title')) ?? 'none');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('gallery')).toBeHidden();
  await expect(prompt).toHaveValue(before);
});

test('saves what is on as a preset, edits it, loves it, and deletes it', async ({ page }) => {
  await openGallery(page);
  await page.getByTestId('open-save').click();
  await page.getByTestId('preset-name').fill('My own look');
  await page.getByTestId('preset-tags').fill('Trial, mine');
  await expect(page.getByAltText('The current look')).toBeVisible();
  await page.getByTestId('save-preset').getByRole('button', { name: 'Save' }).click();
  const own = card(page, 'My own look');
  await expect(own.locator('img')).toBeVisible();

  await own.getByTestId('favourite').click();
  await page.getByRole('button', { name: 'Favourites', exact: true }).click();
  await expect(page.getByTestId('preset')).toHaveCount(1);
  await own.getByRole('button', { name: 'Edit My own look' }).click();
  await page.getByTestId('preset-name').fill('Renamed');
  await page.getByTestId('save-preset').getByRole('button', { name: 'Save' }).click();
  await card(page, 'Renamed').getByRole('button', { name: 'Delete Renamed' }).click();
  await page.getByTestId('confirm-yes').click();
  await expect(page.getByTestId('preset-none')).toBeVisible();
});

test('refuses a bad file as a whole, with line and reason, and reads a good one', async ({
  page,
  complaints,
}) => {
  complaints.expected = [/status of 400/];
  await openGallery(page);
  const file = (text: string) => ({
    name: 'presets.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  const head =
    '{"format": "speakdraw-presets", "version": 1, "presets": [\n{"name": "Good one", "prompt": "a fox"}';
  await page.getByTestId('preset-import').setInputFiles(file(`${head},\n{"name": "No prompt"}]}`));
  await expect(page.getByTestId('preset-problem')).toContainText('line 3');
  await page.getByTestId('preset-import').setInputFiles(file(`${head}]}`));
  await expect(page.getByText('1 preset imported.')).toBeVisible();
  await expect(card(page, 'Good one')).toBeVisible();
});

test('brings prompts of the past back, and forgets them', async ({ page }) => {
  await open(page);
  const prompt = page.getByTestId('prompt');
  for (const text of ['a heron in the reeds', 'a lighthouse at dusk']) {
    await prompt.fill(text);
    await prompt.press('Enter');
    await expect.poll(async () => (await page.request.get('/api/prompts?q=&after=')).text()).toContain(text);
  }
  await page.getByTestId('open-prompts').click();
  const past = page.getByTestId('past-prompts');
  await expect(past).toContainText('a lighthouse at dusk');
  await page.getByTestId('prompt-search').fill('herron');
  await expect(past.getByRole('listitem').first()).toContainText('a heron in the reeds');
  await expect(past).not.toContainText('lighthouse');
  await past.getByRole('button', { name: 'a heron in the reeds' }).first().click();
  await expect(prompt).toHaveValue('a heron in the reeds');

  await page.getByTestId('open-prompts').click();
  await page.getByTestId('prompt-search').fill('lighthouse');
  await expect(past.getByRole('button', { name: 'a lighthouse at dusk' })).toHaveCount(1);
  await past
    .getByRole('listitem')
    .filter({ hasText: 'a lighthouse at dusk' })
    .getByRole('button', { name: 'Delete this prompt' })
    .click();
  await expect(past.getByRole('button', { name: 'a lighthouse at dusk' })).toHaveCount(0);
});

test('knows a name, opens a classroom, and deletes everything', async ({ page }) => {
  await open(page);
  await page.getByTestId('open-you').click();
  await page.getByTestId('my-name').fill('Ada');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByText('Your name is saved.')).toBeVisible();
  await page.getByLabel('Or create your own classroom, named').fill('4b');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Students join with the code')).toBeVisible();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByTestId('confirm-yes').click();
  await expect(page.getByText('Everything has been deleted.')).toBeVisible();
  await expect(page.getByTestId('my-name')).toHaveValue('');
});

for (const look of ['light', 'dark', 'phone'] as const) {
  test(`the gallery looks right (${look})`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      viewport: look === 'phone' ? { width: 360, height: 740 } : { width: 1280, height: 800 },
      deviceScaleFactor: look === 'phone' ? 2 : 1,
      hasTouch: look === 'phone',
      isMobile: look === 'phone',
      colorScheme: look === 'dark' ? 'dark' : 'light',
      reducedMotion: 'reduce',
      ...(baseURL ? { baseURL } : {}),
    });
    const page = await context.newPage();
    await openGallery(page);
    const preset = page.getByTestId('preset').nth(1);
    await preset.focus();
    await expect(page.getByTestId('prompt')).toHaveValue((await preset.getAttribute('title')) ?? 'none');
    await untilResting(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      look === 'phone' ? 360 : 1280,
    );
    await page.screenshot({ path: screenshotPath(look === 'light' ? 'gallery' : `gallery-${look}`) });
    await context.close();
  });
}

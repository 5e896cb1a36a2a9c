import { expect } from '@playwright/test';
import de from '../src/i18n/de.json' with { type: 'json' };
import es from '../src/i18n/es.json' with { type: 'json' };
import fr from '../src/i18n/fr.json' with { type: 'json' };
import serverDe from '../src/i18n/server/de.json' with { type: 'json' };
import serverFr from '../src/i18n/server/fr.json' with { type: 'json' };
import { open, test, untilInForce, violations } from './page';

test('speaks English to a browser whose languages it does not know', async ({ browser }) => {
  const page = await browser.newPage({ locale: 'ja-JP' });
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.close();
});

test.describe('a French browser', () => {
  test.use({ locale: 'fr-CA' });

  test('is spoken to in French, until somebody chooses another language, which is remembered', async ({
    page,
  }) => {
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page.getByTestId('connection')).toHaveText(fr.connection.live);
    await page.getByTestId('prompt').fill('a fox');

    await page.getByTestId('language').selectOption({ label: 'Español' });
    await expect(page.getByPlaceholder(es.prompt.placeholder)).toHaveValue('a fox');
    await expect(page.getByTestId('connection')).toHaveText(es.connection.live);
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByTestId('connection')).toHaveText(es.connection.live);
  });

  test('reads the join page in French', async ({ page }) => {
    await page.goto('/join.html');
    await expect(page).toHaveTitle(fr.titles.join);
    await expect(page.getByRole('heading', { name: fr.join.title })).toBeVisible();
  });
});

test.describe('a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('begins in German where the model understands it, and leaves a prompt alone that somebody wrote', async ({
    page,
    complaints,
  }) => {
    // Of the cut, and of an attempt to come back that a better one replaced.
    complaints.expected = [/ERR_/, /Failed to load resource/, /WebSocket (connection to|is already)/];
    const first = serverDe.examples['a red apple'];
    await page.route('/api/vocabulary', (route) =>
      route.fulfill({ json: { words: [{ kind: 'names', forms: { en: ['a red apple'], de: [first] } }] } }),
    );
    await open(page);
    const prompt = page.getByTestId('prompt');
    await expect(prompt).toHaveValue(first);
    await untilInForce(page, 'prompt', first);
    expect(await (await page.request.get('/api/prompts?q=&after=')).text()).not.toContain(first);

    await prompt.fill('a red apple');
    await prompt.press('Enter');
    await untilInForce(page, 'prompt', 'a red apple');
    await page.context().setOffline(true);
    await expect(page.getByTestId('connection')).not.toHaveText(de.connection.live);
    await page.context().setOffline(false);
    await expect(page.getByTestId('connection')).toHaveText(de.connection.live);
    await expect(prompt).toHaveValue('a red apple');
  });

  test('says its first prompt in the language that is chosen, until somebody writes one', async ({
    page,
  }) => {
    const first = 'a red apple';
    const [inGerman, inFrench] = [serverDe.examples[first], serverFr.examples[first]];
    await page.route('/api/vocabulary', (route) =>
      route.fulfill({
        json: { words: [{ kind: 'names', forms: { en: [first], de: [inGerman], fr: [inFrench] } }] },
      }),
    );
    await open(page);
    const prompt = page.getByTestId('prompt');
    const choose = (label: string) => page.getByTestId('language').selectOption({ label });
    await expect(prompt).toHaveValue(inGerman);
    await choose('Français');
    await expect(prompt).toHaveValue(inFrench);
    await choose('English');
    await expect(prompt).toHaveValue(first);
    await page.reload();
    await expect(page.getByTestId('connection')).toHaveText('Live');
    await choose('Deutsch');
    await expect(prompt).toHaveValue(inGerman);
    await untilInForce(page, 'prompt', inGerman);

    await prompt.fill(inFrench);
    await prompt.press('Enter');
    await choose('Français');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await choose('English');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(prompt).toHaveValue(inFrench);
    await untilInForce(page, 'prompt', inFrench);
  });

  test('puts presets in order by their names in the language of the page', async ({ page }) => {
    await open(page);
    await page.getByTestId('open-presets').click();
    await page.getByLabel(de.gallery.sort, { exact: true }).selectOption('name');
    /** Built-in ones; people share others. */
    const expectInOrder = (names: Readonly<Record<string, string>>, locale: string) =>
      expect
        .poll(async () => {
          const shown = await page.getByTestId('preset').locator('.title').allTextContents();
          return shown.filter((name) => Object.values(names).includes(name));
        })
        .toEqual(Object.values(names).sort(new Intl.Collator(locale).compare));
    await expectInOrder(serverDe.presets, 'de');
    await page.getByTestId('language').selectOption({ label: 'Français' });
    await expectInOrder(serverFr.presets, 'fr');
  });

  test('finds built-in presets by their German names and tags', async ({ page }) => {
    await open(page);
    await page.getByTestId('open-presets').click();
    const presets = page.getByTestId('preset');
    await page.getByTestId('preset-search').fill('fuchs wasser');
    await expect(presets).toHaveCount(1);
    const fox = serverDe.presets['watercolour-fox'];
    await expect(page.getByRole('group', { name: fox, exact: true })).toBeVisible();
    await page.getByTestId('preset-search').fill('');
    const tag = page.getByRole('button', { name: serverDe.tags.food, exact: true });
    await tag.click();
    await expect(presets).toHaveCount(6);
    await expect(
      page.getByRole('group', { name: serverDe.presets['pixel-pizza'], exact: true }),
    ).toBeVisible();
  });

  test('names settings, choices and what went wrong in German', async ({ page, complaints }) => {
    complaints.expected = [/Failed to load resource: .* 404/];
    await open(page);
    const settings = page.getByRole('complementary', { name: de.controls.title });
    if (!(await settings.isVisible())) {
      await page.getByTestId('open-settings').click();
    }
    await expect(settings.getByRole('slider', { name: serverDe.settings.strength.title })).toBeVisible();
    await page.getByTestId('advanced').click();
    await expect(settings.getByLabel(serverDe.settings.fit.title, { exact: true })).toContainText(
      de.options.fit.letterbox,
    );
    expect(await violations(page)).toEqual([]);

    await page.goto('/join.html#WRONGONE');
    await expect(page.getByRole('alert')).toHaveText(serverDe.problems['classroom-unknown']);
  });
});

import { expect, type Locator, type Page, type WebSocketRoute } from '@playwright/test';
import de from '../src/i18n/de.json' with { type: 'json' };
import en from '../src/i18n/en.json' with { type: 'json' };
import { open, stroke, test, untilPainted, violations } from './page';

/** Screens of schools and phones, with the bars of the browser taken off; the last ones are upright. */
const SIZES = [
  [1366, 625],
  [1280, 640],
  [1440, 900],
  [1920, 1080],
  [720, 450],
  [844, 390],
  [390, 844],
  [820, 1180],
] as const;
const LAYOUTS = ['beside', 'inset', 'output'] as const;
/** German words are the longest; the themes take turns. */
const LOOKS = [
  ['en-GB', en, 'light'],
  ['de-DE', de, 'dark'],
] as const;

/** Whatever can be pressed, but does not take a press in its middle. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      'button, select, textarea, summary, a[href], canvas[tabindex], input:not([type="radio"], [type="file"]), label:has(input[type="radio"])',
    );
    return [...controls]
      .filter((control) => control.checkVisibility() && !control.closest('[inert]'))
      .filter((control) => {
        // What lies outside of a list that scrolls is reached by scrolling it.
        control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const { left, top, width, height } = control.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return !hit || !(control.contains(hit) || hit.closest('label')?.contains(control));
      })
      .map((control) => control.getAttribute('aria-label') ?? control.outerHTML);
  });
}

/** Opens the page and waits until no notice takes room from the pictures. */
async function openQuietly(page: Page): Promise<void> {
  await open(page);
  await expect(page.getByTestId('queue')).toBeHidden();
}

const sizeOf = async (page: Page, testId: string) => {
  const box = await page.getByTestId(testId).boundingBox();
  return { width: box?.width ?? 0, height: box?.height ?? 0 };
};

for (const [locale, { output }, colorScheme] of LOOKS) {
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme });
    for (const [width, height] of SIZES) {
      test(`every control takes a press at ${width} by ${height}`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await openQuietly(page);
        expect(await violations(page)).toEqual([]);
        const beside = await sizeOf(page, 'drawing');
        for (const layout of LAYOUTS) {
          await page.getByRole('group', { name: output.layout }).getByTitle(output.layouts[layout]).click();
          await expect.poll(() => covered(page), layout).toEqual([]);
          const scroll = await page.evaluate(() => [
            document.documentElement.scrollWidth - innerWidth,
            document.documentElement.scrollHeight - innerHeight,
          ]);
          expect(scroll, layout).toEqual([0, 0]);
          if (layout !== 'beside') {
            await expect
              .poll(async () => (await sizeOf(page, 'output')).width, layout)
              .toBeGreaterThan(beside.width * 1.1);
          }
        }
      });
    }
  });
}

test('on a school laptop the sheet is large, and what opens moves nothing', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 625 });
  await openQuietly(page);
  const sheet = page.getByTestId('drawing');
  const before = await sheet.boundingBox();
  expect(before?.width).toBeGreaterThanOrEqual(420);
  expect(before?.height).toBeGreaterThanOrEqual(420);

  await page.getByTestId('advanced').click();
  await page.getByTestId('open-presets').click();
  await expect(page.getByTestId('preset').first()).toBeVisible();
  await page.getByTestId('record').click();
  await expect(page.getByTestId('record-start')).toBeVisible();
  expect(await sheet.boundingBox()).toEqual(before);
  await page.getByTestId('record-start').click();
  await expect(page.getByTestId('recording-badge')).toBeVisible();
  expect(await sheet.boundingBox()).toEqual(before);
  await page.getByTestId('record').click();
  await expect(page.getByTestId('recording-badge')).toBeHidden();
});

test('a press in the middle of an empty sheet draws', async ({ page }) => {
  await open(page);
  await page.getByTestId('drawing').click();
  await expect(page.getByText('Draw something here')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
});

test('what is empty says so in its middle', async ({ page }) => {
  await openQuietly(page);
  const middle = async (element: Locator) => {
    const box = await element.boundingBox();
    return (box?.x ?? NaN) + (box?.width ?? NaN) / 2;
  };
  const inTheMiddle = async (title: string, around: Locator) => {
    const words = around.getByText(title, { exact: true });
    await expect(words).toBeVisible();
    expect(Math.abs((await middle(words)) - (await middle(around))), title).toBeLessThan(4);
  };
  await page.getByTestId('open-recent').click();
  await inTheMiddle(en.recent.none, page.getByRole('dialog', { name: en.recent.title }));
  await page.keyboard.press('Escape');
  await page.getByTestId('open-presets').click();
  await page.getByTestId('preset-search').fill('zzzzqq');
  await inTheMiddle(en.gallery.none, page.getByTestId('gallery'));
  await page.getByTestId('recordings-open').click();
  await inTheMiddle(en.recordings.none, page.locator('body'));
});

test('on a phone the prompt is on the first screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const box = await page.getByTestId('prompt').boundingBox();
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
});

test('on a phone the buttons of a dialog keep their names', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByTestId('open-you').click();
  const name = await page.getByText('Download my data').boundingBox();
  expect(name?.width).toBeGreaterThan(80);
});

test('a preset that is chosen moves no other one under the pointer', async ({ page }) => {
  await openQuietly(page);
  await page.getByTestId('open-presets').click();
  const card = page.getByTestId('preset').nth(1);
  await expect(card).toBeVisible();
  const before = await card.boundingBox();
  await card.click();
  await expect(page.getByTestId('preset-kept')).toBeVisible();
  expect(await card.boundingBox()).toEqual(before);
});

test('on phones and tablets the state of the connection is readable in every language', async ({
  browser,
  baseURL,
}) => {
  for (const locale of ['en-GB', 'de-DE', 'fr-FR', 'es-ES']) {
    for (const width of [768, 390, 375]) {
      const context = await browser.newContext({
        viewport: { width, height: 812 },
        hasTouch: true,
        isMobile: true,
        locale,
        ...(baseURL ? { baseURL } : {}),
      });
      const page = await context.newPage();
      let socket: WebSocketRoute | undefined;
      await page.routeWebSocket(/\/ws\/sessions\//, (route) => {
        socket = route;
      });
      await page.goto('/');
      const pill = page.getByTestId('connection');
      const uncut = () =>
        pill.evaluate((element) => {
          const place = element.closest('.status')?.getBoundingClientRect();
          return (place?.right ?? 0) - element.getBoundingClientRect().right;
        });
      // The server says nothing.
      await expect(pill).toHaveClass(/warn/);
      expect(await uncut(), `${locale} at ${width}`).toBeGreaterThan(-1);
      await expect.poll(() => socket).toBeDefined();
      await socket?.close({ code: 4000 });
      await expect(pill).toHaveClass(/bad/);
      expect(await uncut(), `${locale} at ${width}`).toBeGreaterThan(-1);
      await context.close();
    }
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true });

  test('what is said of the picture does not lie on each other', async ({ page }) => {
    await open(page);
    await page.getByTestId('sample').tap();
    await untilPainted(page);
    await page.getByTestId('record').tap();
    await page.getByTestId('record-input').check();
    await page.getByTestId('record-start').tap();
    const badge = await page.getByTestId('recording-badge').boundingBox();
    const numbers = await page.getByTestId('stats').boundingBox();
    expect(badge?.y).toBeGreaterThanOrEqual((numbers?.y ?? NaN) + (numbers?.height ?? NaN));
    await page.getByTestId('record').tap();
    await expect(page.getByTestId('recording-badge')).toBeHidden();
  });

  test('words that the model does not know are named', async ({ page }) => {
    await page.route('**/api/vocabulary', (route) =>
      route.fulfill({ json: { words: [{ kind: 'words', forms: { en: ['a'] } }] } }),
    );
    await open(page);
    await page.getByTestId('prompt').fill('a zorblax');
    await page.getByTestId('prompt').press('Enter');
    await expect(page.getByTestId('unknown-words')).toBeVisible();
    await expect(page.getByTestId('unknown-words')).toContainText('zorblax');
  });

  test('a lesson leaves every control in reach', async ({ page: student, browser, baseURL }) => {
    const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
    const teacher = await context.newPage();
    await teacher.goto('/teacher.html');
    await teacher.getByTestId('class-name').fill('4b');
    await teacher.getByTestId('open-classroom').click();
    const link = (await teacher.getByTestId('join-link').getAttribute('href')) ?? '';
    await student.goto(link);
    await student.getByTestId('join-name').fill('Ada');
    await student.getByTestId('join').click();
    await expect(student.getByTestId('in-class')).toContainText('4b');
    await stroke(student, [0.2, 0.2], [0.8, 0.8]);
    await untilPainted(student);
    await teacher.getByTestId('task-input').fill('Draw your favourite animal');
    await teacher.getByTestId('task-input').press('Enter');
    await teacher.getByRole('button', { name: '5 min' }).click();
    await teacher.getByTestId('push-prompt').fill('a penguin, 3d');
    await teacher.getByTestId('push').click();
    await expect(student.getByTestId('sent')).toBeVisible();
    await expect.poll(() => covered(student)).toEqual([]);
    await teacher.getByTestId('locks').click();
    await teacher.getByTestId('lock-own-words').uncheck();
    await teacher.getByTestId('lock').click();
    await expect(student.getByTestId('prompt-choice')).toBeVisible();
    await expect.poll(() => covered(student)).toEqual([]);
    expect(await student.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await teacher.getByRole('button', { name: 'Delete the classroom' }).click();
    await teacher.getByTestId('confirm-yes').click();
    await expect(teacher.getByTestId('class-name')).toBeVisible();
    await context.close();
  });
});

for (const [width, height] of [
  [720, 450],
  [390, 844],
] as const) {
  test(`settings and presets open over the input at ${width} by ${height}, and close again`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page);
    const result = await page.getByTestId('output').boundingBox();
    for (const [opener, panel] of [
      ['open-settings', 'Settings'],
      ['open-presets', 'Presets'],
    ] as const) {
      await page.getByTestId(opener).click();
      const box = await page.getByRole('complementary', { name: panel }).boundingBox();
      const middle = [
        (result?.x ?? 0) + (result?.width ?? 0) / 2,
        (result?.y ?? 0) + (result?.height ?? 0) / 2,
      ] as const;
      const over =
        middle[0] > (box?.x ?? 0) &&
        middle[0] < (box?.x ?? 0) + (box?.width ?? 0) &&
        middle[1] > (box?.y ?? 0) &&
        middle[1] < (box?.y ?? 0) + (box?.height ?? 0);
      expect(over, panel).toBe(false);
      await page.getByRole('button', { name: `Close ${panel.toLowerCase()}` }).click();
      await expect(page.getByRole('complementary', { name: panel })).toBeHidden();
    }
  });
}

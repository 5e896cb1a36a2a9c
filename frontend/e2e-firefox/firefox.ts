import { expect, test as base } from '@playwright/test';
import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** Playwright drives only a Firefox of its own; the one that people have speaks WebDriver BiDi. */
const executablePath = process.env['FIREFOX'] ?? '/usr/bin/firefox';

interface Fixtures {
  /** Opens a path of the server for somebody with cookies of their own; what the page complains about fails the test. */
  open: (path: string) => Promise<Page>;
}

/** A test in Firefox; skipped where there is none. */
export const test = base.extend<Fixtures, { firefox: Browser }>({
  firefox: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads off the names what a fixture needs
    async ({}, use) => {
      const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ firefox, baseURL }, use) => {
    const complaints: string[] = [];
    const contexts: Awaited<ReturnType<Browser['createBrowserContext']>>[] = [];
    await use(async (path) => {
      const context = await firefox.createBrowserContext();
      contexts.push(context);
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 800 });
      page.on('console', (message) => {
        if (message.type() === 'error') {
          complaints.push(message.text());
        }
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(new URL(path, baseURL).href);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(complaints).toEqual([]);
  },
});

test.skip(!existsSync(executablePath), 'needs Firefox: /usr/bin/firefox or $FIREFOX');

/** Something with this test id, waited for. */
export function byTestId(page: Page, id: string) {
  return page.locator(`[data-testid="${id}"]`);
}

/** The text of something with this test id; empty while there is none. */
export async function textOf(page: Page, id: string): Promise<string> {
  return page.evaluate(
    (wanted) => document.querySelector(`[data-testid="${wanted}"]`)?.textContent.trim() ?? '',
    id,
  );
}

/** Waits until the page is connected. */
export async function untilLive(page: Page): Promise<void> {
  await expect.poll(() => textOf(page, 'connection')).toBe('Live');
}

/** A short text that differs when the picture on a canvas does; empty while there is none. */
export async function fingerprint(page: Page, id: string): Promise<string> {
  return page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-testid="${wanted}"]`);
    if (!canvas?.checkVisibility() || canvas.width <= 1) {
      return '';
    }
    const context = new OffscreenCanvas(24, 24).getContext('2d');
    context?.drawImage(canvas, 0, 0, 24, 24);
    return Array.from(context?.getImageData(0, 0, 24, 24).data ?? [], (value) =>
      (value >> 4).toString(16),
    ).join('');
  }, id);
}

/** Waits until a canvas shows another picture, and returns its fingerprint. */
export async function untilChanged(page: Page, id: string, before = ''): Promise<string> {
  await expect.poll(() => fingerprint(page, id)).not.toBe(before);
  return fingerprint(page, id);
}

/** Draws a line across the sheet; places are from 0 to 1. */
export async function stroke(
  page: Page,
  ...places: readonly (readonly [x: number, y: number])[]
): Promise<void> {
  const sheet = await page.waitForSelector('[data-testid="drawing"]');
  const box = await sheet?.boundingBox();
  if (!box) {
    throw new Error('the sheet is not on the page');
  }
  for (const [index, [x, y]] of places.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: index === 0 ? 1 : 8 });
    if (index === 0) {
      await page.mouse.down();
    }
  }
  await page.mouse.up();
}

/** Replaces what stands in a field, as somebody would. */
export async function type(page: Page, id: string, text: string): Promise<void> {
  await byTestId(page, id).click({ count: 3 });
  await page.keyboard.type(text);
}

/** Waits until so many steps of the drawing are written down. */
export async function untilKept(page: Page, steps: number): Promise<void> {
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('speakdraw');
          opening.onerror = () => {
            reject(new Error('the sheets cannot be read'));
          };
          opening.onsuccess = () => {
            const all = opening.result.transaction('sheets').objectStore('sheets').getAll();
            all.onsuccess = () => {
              const sheets = all.result as { done: unknown[] }[];
              opening.result.close();
              resolve(sheets.reduce((sum, { done }) => sum + done.length, 0));
            };
          };
        }),
    );
  await expect.poll(kept).toBe(steps);
}

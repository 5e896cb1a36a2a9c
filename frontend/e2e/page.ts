import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test as base } from '@playwright/test';
import { join } from 'node:path';

/** What the browser complained about while a test ran. */
export interface Complaints {
  /** The browser itself reports failed requests as errors; a test that cuts the network says which to expect. */
  expected: RegExp[];
}

/** A test that fails on any error in the console, and on any request to another address. */
export const test = base.extend<{ complaints: Complaints }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: Complaints = { expected: [] };
      const heard: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          heard.push(`${message.type()}: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (/^(https?|wss?):$/.test(protocol) && host !== new URL(baseURL ?? '').host) {
          heard.push(`request to another address: ${request.url()}`);
        }
      });
      await use(complaints);
      expect(heard.filter((text) => !complaints.expected.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the page and waits until it is connected. */
export async function open(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByTestId('connection')).toHaveText('Live');
}

/** Chooses where pictures come from. */
export async function choose(
  page: Page,
  source: 'Draw' | 'Camera' | 'File' | 'Screen' | 'Text',
): Promise<void> {
  await page.getByRole('group', { name: 'Picture source' }).getByText(source, { exact: true }).click();
}

/** A short text that differs when the picture on a canvas does. */
export function fingerprint(canvas: Locator): Promise<string> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const small = new OffscreenCanvas(24, 24);
    const context = small.getContext('2d');
    if (context) {
      context.imageSmoothingQuality = 'high';
    }
    context?.drawImage(element, 0, 0, 24, 24);
    const data = context?.getImageData(0, 0, 24, 24).data ?? [];
    // Coarse steps: noise of compression is no change of the picture.
    return Array.from(data, (value) => (value >> 4).toString(16)).join('');
  });
}

/** Waits until the first repainted picture is on the screen. */
export async function untilPainted(page: Page): Promise<Locator> {
  const output = page.getByTestId('output');
  // The first picture waits for models that may still be warming up.
  await expect(output).toBeVisible();
  await expect.poll(() => output.evaluate((canvas: HTMLCanvasElement) => canvas.width)).toBeGreaterThan(1);
  return output;
}

/** Waits until the picture differs from an earlier one. */
export async function untilChanged(canvas: Locator, before: string): Promise<string> {
  await expect.poll(() => fingerprint(canvas)).not.toBe(before);
  return fingerprint(canvas);
}

/** Waits until nothing changes any more and the picture is up to date. */
export async function untilResting(page: Page): Promise<void> {
  await expect(page.getByTestId('resting')).toBeVisible();
}

/** Waits until the server has a setting in force, so that a reload finds it. */
export async function untilInForce(page: Page, name: string, value: string | number): Promise<void> {
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/api/sessions/${String(session)}`);
      // Where it is on its way to another server, the next look finds it.
      return answer.ok()
        ? ((await answer.json()) as { settings: Record<string, unknown> }).settings[name]
        : undefined;
    })
    .toBe(value);
}

/** Counts what the server sends over the socket; to be made before the page is opened. */
export class Traffic {
  /** Pictures that came. */
  frames = 0;
  #statistics = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        if (typeof payload !== 'string') {
          this.frames += 1;
        } else if ((JSON.parse(payload) as { type: string }).type === 'stats') {
          this.#statistics += 1;
        }
      });
    });
  }

  /** Waits until no more pictures come: none did while the server told its statistics twice. */
  async silence(): Promise<void> {
    await expect
      .poll(async () => {
        const before = this.frames;
        await this.statistics(2);
        return this.frames - before;
      })
      .toBe(0);
  }

  /** Waits until the server has told its statistics so many times more: it does so once a second. */
  async statistics(times: number): Promise<void> {
    const until = this.#statistics + times;
    await expect.poll(() => this.#statistics).toBeGreaterThanOrEqual(until);
  }
}

/** Draws a line across the sheet; places are from 0 to 1. */
export async function stroke(
  page: Page,
  ...places: readonly (readonly [x: number, y: number])[]
): Promise<void> {
  const box = await page.getByTestId('drawing').boundingBox();
  if (!box) {
    throw new Error('the sheet is not on the page');
  }
  const [first, ...rest] = places.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
  if (!first) {
    return;
  }
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) {
    await page.mouse.move(...place, { steps: 8 });
  }
  await page.mouse.up();
}

/** Waits until so many steps of what was drawn are written down. */
export async function untilKept(page: Page, steps = 1): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const databases = await indexedDB.databases();
        if (!databases.some(({ name }) => name === 'speakdraw')) {
          return 0;
        }
        return new Promise<number>((resolve, reject) => {
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
        });
      }),
    )
    .toBeGreaterThanOrEqual(steps);
}

/** Where a screenshot for the README goes; among the test results unless SPEAKDRAW_SCREENSHOTS names a folder. */
export function screenshotPath(name: string): string {
  return join(process.env['SPEAKDRAW_SCREENSHOTS'] ?? 'test-results/screenshots', `${name}.png`);
}

/** What axe finds serious about the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  // Text that is only just appearing has no contrast yet.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished),
    ),
  );
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

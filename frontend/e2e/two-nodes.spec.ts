import { expect, type Page } from '@playwright/test';
import { choose, fingerprint, open, test, untilChanged, untilInForce, untilPainted } from './page';

/** The prompt after which the page's node dies. */
const fatal = process.env['SPEAKDRAW_FATAL_PROMPT'] ?? '';

test.skip(fatal === '', 'needs two nodes, one of which dies during the test');

/** What the browser says of requests and a socket that are cut off. */
const CUT = [/Failed to load resource/, /WebSocket connection to .* failed/];

function session(page: Page): Promise<string> {
  return page.evaluate(() => String(sessionStorage.getItem('speakdraw.session')));
}

/** When pictures came, and when sockets were closed, in milliseconds since 1970. */
class Pictures {
  last = 0;
  closed = 0;

  static of(page: Page): Pictures {
    const pictures = new Pictures();
    page.on('websocket', (socket) => {
      if (socket.url().includes('/ws/sessions/')) {
        socket.on('framereceived', ({ payload }) => {
          pictures.last = typeof payload === 'string' ? pictures.last : Date.now();
        });
        socket.on('close', () => {
          pictures.closed = Date.now();
        });
      }
    });
    return pictures;
  }
}

test('goes on by itself on another node when its own dies', async ({ page, complaints }) => {
  complaints.expected = CUT;
  await open(page);
  const pictures = Pictures.of(page);
  const id = await session(page);
  const patch = await page.request.patch(`/api/sessions/${id}/settings`, {
    data: { strength: 0.4, seed: 77 },
  });
  expect(patch.status()).toBe(200);
  await page.reload();
  await choose(page, 'Camera');
  const output = await untilPainted(page);
  await expect.poll(() => pictures.last).toBeGreaterThan(0);
  const reloaded = pictures.closed;
  await page.getByTestId('prompt').fill(fatal);
  await page.getByTestId('prompt').press('Enter');

  await expect.poll(() => pictures.closed).toBeGreaterThan(reloaded);
  const died = pictures.closed;
  await expect.poll(() => pictures.last, { intervals: [20] }).toBeGreaterThan(died);
  process.stdout.write(`The next picture came ${String(pictures.last - died)} ms after the node was gone.\n`);
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await untilChanged(output, await fingerprint(output));
  expect(await session(page)).toBe(id);
  await untilInForce(page, 'prompt', fatal);
  await untilInForce(page, 'strength', 0.4);
  await untilInForce(page, 'seed', 77);
  await expect(page.getByTestId('prompt')).toHaveValue(fatal);
});

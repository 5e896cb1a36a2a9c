import { expect, type Page, type WebSocketRoute } from '@playwright/test';
import { fingerprint, open, stroke, test, untilChanged, untilInForce, untilPainted } from './page';

/** Cut requests, and what was still on its way to a socket that the test closed under the page. */
const CUT = [/Failed to load resource/, /ERR_/, /WebSocket is already in CLOSING or CLOSED state/];

/** The network between page and server, which can be cut. */
class Network {
  #cut = false;
  #socket: WebSocketRoute | undefined;

  static async of(page: Page): Promise<Network> {
    const network = new Network();
    await page.routeWebSocket(/\/ws\/sessions\//, async (route) => {
      if (network.#cut) {
        await route.close({ code: 4000 });
      } else {
        network.#socket = route;
        route.connectToServer();
      }
    });
    await page.route('**/api/**', (route) => (network.#cut ? route.abort() : route.fallback()));
    return network;
  }

  async cut(): Promise<void> {
    this.#cut = true;
    await this.#socket?.close({ code: 4000 });
  }

  mend(): void {
    this.#cut = false;
  }
}

test('says that the connection is lost, counts down, and comes back by itself', async ({
  page,
  complaints,
}) => {
  complaints.expected = CUT;
  const network = await Network.of(page);
  await open(page);
  await stroke(page, [0.2, 0.2], [0.8, 0.8]);
  const output = await untilPainted(page);
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));

  await network.cut();
  await expect(page.getByTestId('connection-lost')).toContainText('Connection lost');
  await expect(page.getByTestId('connection-lost')).toContainText(/Trying again in \d+ s/);
  await expect(page.getByTestId('connection')).toHaveText('Offline');
  // Who hears the page is told once, not at every second and every attempt.
  const heard = await page.getByTestId('connection-lost').evaluate(
    (banner) =>
      new Promise<string[]>((resolve) => {
        const texts = new Set<string>();
        const look = () => {
          const copy = banner.cloneNode(true) as HTMLElement;
          copy.querySelectorAll('[aria-hidden]').forEach((unheard) => {
            unheard.remove();
          });
          texts.add((banner.isConnected ? copy.innerText : 'taken away').replace(/\s+/g, ' '));
        };
        const observer = new MutationObserver(look);
        observer.observe(banner.parentElement ?? banner, {
          childList: true,
          characterData: true,
          subtree: true,
        });
        look();
        setTimeout(() => {
          resolve([...texts]);
        }, 5000);
      }),
  );
  expect(heard).toEqual([expect.stringContaining('Your drawing is safe.')]);

  network.mend();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await expect(page.getByTestId('connection-lost')).toBeHidden();
  expect(await page.evaluate(() => sessionStorage.getItem('speakdraw.session'))).toBe(session);

  const before = await fingerprint(output);
  await page.getByRole('slider', { name: 'Pen size' }).fill('80');
  await stroke(page, [0.1, 0.9], [0.9, 0.1], [0.1, 0.1], [0.9, 0.9]);
  await untilChanged(output, before);
});

test('what was changed while the connection was dying counts after all', async ({ page, complaints }) => {
  complaints.expected = CUT;
  let dying = false;
  let connections = 0;
  await page.routeWebSocket(/\/ws\/sessions\//, (route) => {
    connections += 1;
    const server = route.connectToServer();
    const first = !dying;
    const passes = () => !(first && dying);
    route.onMessage((message) => {
      if (passes()) {
        server.send(message);
      }
    });
    server.onMessage((message) => {
      if (passes()) {
        route.send(message);
      }
    });
  });
  await open(page);
  const prompt = page.getByTestId('prompt');
  await prompt.fill('a red boat');
  await prompt.press('Enter');
  await untilInForce(page, 'prompt', 'a red boat');

  // A socket takes messages for seconds after the network is gone.
  dying = true;
  await prompt.fill('a blue castle');
  await prompt.press('Enter');
  await page.getByRole('slider', { name: 'Strength' }).fill('0.4');
  await expect.poll(() => connections).toBeGreaterThan(1);
  await untilInForce(page, 'prompt', 'a blue castle');
  await untilInForce(page, 'strength', 0.4);
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await expect(prompt).toHaveValue('a blue castle');
});

test('the button for the impatient connects at once', async ({ page, complaints }) => {
  complaints.expected = CUT;
  const network = await Network.of(page);
  await page.clock.install();
  await open(page);
  await network.cut();
  await expect(page.getByTestId('connection-lost')).toContainText(/in \d s/);
  // Time stands still: no pause ever ends, so that only the button can explain a return.
  await page.clock.pauseAt(Date.now() + 60_000);
  await expect(page.getByTestId('connection-lost')).toContainText(/in \d s/);
  network.mend();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByTestId('connection')).toHaveText('Live');
});

test('a reload comes back to the same session with its settings', async ({ page }) => {
  await open(page);
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  await page.getByTestId('prompt').fill('a wooden boat');
  await page.getByTestId('prompt').press('Enter');
  await untilInForce(page, 'prompt', 'a wooden boat');
  await page.reload();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  expect(await page.evaluate(() => sessionStorage.getItem('speakdraw.session'))).toBe(session);
  await expect(page.getByTestId('prompt')).toHaveValue('a wooden boat');
});

test('a second tab of the same session takes over, and the first can take it back', async ({
  page,
  context,
}) => {
  await open(page);
  const id = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  const second = await context.newPage();
  await second.addInitScript((session) => {
    sessionStorage.setItem('speakdraw.session', session);
  }, String(id));
  await open(second);
  await expect(page.getByTestId('connection-stopped')).toContainText('open in another tab');
  await page.getByRole('button', { name: 'Continue here' }).click();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await expect(second.getByTestId('connection-stopped')).toBeVisible();
});

test('a session that is gone is replaced by a new one', async ({ page, complaints }) => {
  complaints.expected = [/Failed to load resource: .* 40[14]/];
  await page.addInitScript(() => {
    if (!sessionStorage.getItem('speakdraw.session')) {
      sessionStorage.setItem('speakdraw.session', '00000000-0000-4000-8000-000000000000');
    }
  });
  await open(page);
  expect(await page.evaluate(() => sessionStorage.getItem('speakdraw.session'))).not.toMatch(/^0000/);
});

test('why a server closed the connection is no news once it is back', async ({ page, complaints }) => {
  complaints.expected = CUT;
  let socket: WebSocketRoute | undefined;
  let connections = 0;
  await page.routeWebSocket(/\/ws\/sessions\//, (route) => {
    connections += 1;
    socket = route;
    route.connectToServer();
  });
  await open(page);
  for (const [code, close] of [
    ['server-stopping', 1012],
    ['session-unknown', 4401],
  ] as const) {
    const before = connections;
    socket?.send(JSON.stringify({ type: 'error', code, detail: 'The server says why.' }));
    await socket?.close({ code: close });
    await expect.poll(() => connections).toBeGreaterThan(before);
    await expect(page.getByTestId('connection')).toHaveText('Live');
    await expect(page.getByTestId('notice')).toBeHidden();
  }
});

test('a session that nobody used is not replaced before somebody is there', async ({ page, complaints }) => {
  complaints.expected = CUT;
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/ws\/sessions\//, (route) => {
    socket = route;
    route.connectToServer();
  });
  await open(page);
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  const opened: string[] = [];
  page.on('request', (request) => opened.push(new URL(request.url()).pathname));
  await socket?.close({ code: 4001 });
  await expect(page.getByTestId('connection-stopped')).toContainText('Are you still there?');
  await expect(page.getByTestId('connection')).toHaveText('Stopped');
  expect(opened).not.toContain('/api/sessions');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  expect(await page.evaluate(() => sessionStorage.getItem('speakdraw.session'))).not.toBe(session);

  await socket?.close({ code: 4001 });
  await expect(page.getByTestId('connection-stopped')).toBeVisible();
  await stroke(page, [0.2, 0.2], [0.8, 0.8]);
  await expect(page.getByTestId('connection')).toHaveText('Live');
});

test('shows notices and refusals of the server', async ({ page }) => {
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/ws\/sessions\//, (route) => {
    socket = route;
    route.connectToServer();
  });
  await open(page);
  const say = (message: object) => socket?.send(JSON.stringify(message));
  say({ type: 'notice', code: 'history-not-saved', detail: 'The database does not answer.' });
  await expect(page.getByTestId('history-not-saved')).toContainText('History is not being saved');
  say({ type: 'notice', code: 'history-saved', detail: '' });
  await expect(page.getByTestId('history-not-saved')).toBeHidden();
  const errors = [{ property: 'strength', detail: 'must be at most 1' }];
  say({ type: 'error', code: 'settings-invalid', detail: 'Refused.', errors });
  await expect(page.getByRole('complementary', { name: 'Settings' })).toContainText('must be at most 1');
});

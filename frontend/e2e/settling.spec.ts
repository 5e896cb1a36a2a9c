import { expect, type Locator, type Page } from '@playwright/test';
import { choose, fingerprint, open, test, Traffic, untilChanged, untilInForce, untilPainted } from './page';

const STEPS = 4;
/** Levels by which the same picture differs when it shares its batch with more rows or fewer; one step missing makes six. */
const ROUNDING = 2;

async function set(page: Page, values: Record<string, unknown>): Promise<void> {
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  const answer = await page.request.patch(`/api/sessions/${String(session)}/settings`, { data: values });
  expect(answer.status()).toBe(200);
}

/** Takes the picture through all steps whatever the page does: changes that paint nothing else make it send frames. */
async function pushThrough(page: Page, traffic: Traffic): Promise<void> {
  for (let push = 0; push < 2 * STEPS; push += 1) {
    const before = traffic.frames;
    await set(page, { max_fps: push % 2 === 0 ? 29 : 30 });
    await expect.poll(() => traffic.frames).toBeGreaterThan(before);
  }
}

async function paint(page: Page, prompt: string): Promise<void> {
  await page.getByTestId('prompt').fill(prompt);
  await page.getByTestId('prompt').press('Enter');
  await untilInForce(page, 'prompt', prompt);
}

/** Colours of a picture, coarse in place and exact in shade. */
function colours(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = new OffscreenCanvas(8, 8).getContext('2d');
    context?.drawImage(element, 0, 0, 8, 8);
    return [...(context?.getImageData(0, 0, 8, 8).data ?? [])];
  });
}

/** How far two pictures are apart at most, in levels of 255. */
function distance(one: readonly number[], other: readonly number[]): number {
  return Math.max(...one.map((level, place) => Math.abs(level - (other[place] ?? 0))));
}

/** Changes the prompt while nothing moves, and expects the very picture that it leads to in the end. */
async function expectToSettle(page: Page, output: Locator, traffic: Traffic): Promise<void> {
  await set(page, { steps: STEPS, strength: 0.9 });
  const settled: (readonly number[])[] = [];
  for (const prompt of ['the sea at night', 'golden autumn']) {
    await paint(page, prompt);
    await pushThrough(page, traffic);
    settled.push(await colours(output));
  }
  const [sea = [], autumn = []] = settled;
  expect(distance(sea, autumn)).toBeGreaterThan(50);

  await paint(page, 'the sea at night');
  await expect.poll(async () => distance(await colours(output), sea)).toBeLessThanOrEqual(ROUNDING);
  await paint(page, 'golden autumn');
  await expect.poll(async () => distance(await colours(output), autumn)).toBeLessThanOrEqual(ROUNDING);
}

/** A film of a moving square without a word about its length, as browsers record it. */
function record(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 96 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm; codecs=vp8' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let frame = 0; frame < 40; frame += 1) {
      await new Promise(requestAnimationFrame);
      if (context) {
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 96, 96);
        context.fillStyle = '#c33';
        context.fillRect(frame, 30, 30, 30);
      }
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
}

test('a paused film settles on a new prompt', async ({ page }) => {
  const traffic = new Traffic(page);
  await open(page);
  await choose(page, 'File');
  const film = Buffer.from(await record(page));
  await page
    .getByTestId('media-file')
    .setInputFiles({ name: 'film.webm', mimeType: 'video/webm', buffer: film });
  const output = await untilPainted(page);
  await untilChanged(output, await fingerprint(output));
  await page.getByRole('button', { name: 'Pause the video' }).click();
  await expectToSettle(page, output, traffic);
});

test('a shared screen on which nothing moves settles on a new prompt', async ({ page }) => {
  // What there is to share on a test machine differs; a picture that never changes is sent as a still screen is.
  await page.addInitScript(() => {
    navigator.mediaDevices.getDisplayMedia = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 96 });
      const context = canvas.getContext('2d');
      const screen = canvas.captureStream();
      if (context) {
        context.fillStyle = '#36c';
        context.fillRect(20, 20, 50, 50);
      }
      return Promise.resolve(screen);
    };
  });
  const traffic = new Traffic(page);
  await open(page);
  await choose(page, 'Screen');
  await page.getByRole('button', { name: 'Choose a window' }).click();
  await expectToSettle(page, await untilPainted(page), traffic);
});

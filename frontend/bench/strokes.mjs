/**
 * How quick drawing is, in a real browser: `node bench/strokes.mjs ADDRESS...` draws the same on each page, in turns, and
 * prints for every page and task the milliseconds from a movement of the pointer to the end of the refresh that paints it,
 * the work of such a refresh, the work when the pen is lifted, and how long after lifting the finished line is sent. The
 * last counts the wait for the server's credit too, so the server belongs to the measurement.
 */
import { chromium } from '@playwright/test';

const ROUNDS = 3;

/** Runs in the page before anything of it: takes times around what the page does. */
function watch() {
  const times = { latency: [], refresh: [], lift: [], sent: [] };
  window.strokeTimes = times;
  let movedAt;
  let lifting;
  let finished;
  let encoded = false;
  addEventListener('pointermove', (event) => (movedAt ??= event.timeStamp), true);
  addEventListener(
    'pointerup',
    (event) => {
      lifting = performance.now();
      [finished, encoded] = [event.timeStamp, false];
    },
    true,
  );
  const { convertToBlob } = OffscreenCanvas.prototype;
  OffscreenCanvas.prototype.convertToBlob = function (options) {
    const line = finished;
    return convertToBlob.call(this, options).then((blob) => {
      // What was taken before the pen was lifted does not count.
      encoded = line !== undefined && line === finished;
      return blob;
    });
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    if (encoded && typeof data !== 'string') {
      times.sent.push(performance.now() - finished);
      [finished, encoded] = [undefined, false];
    }
  };
  addEventListener('pointerup', () => times.lift.push(performance.now() - lifting));
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    ask((now) => {
      const start = performance.now();
      callback(now);
      if (movedAt !== undefined) {
        const end = performance.now();
        times.refresh.push(end - start);
        times.latency.push(end - movedAt);
        movedAt = undefined;
      }
    });
}

/** A place on the sheet, 0 to 1, as a scribble goes. */
function scribble(step) {
  const turn = step / 18;
  return [0.5 + 0.42 * Math.sin(turn) * Math.cos(turn * 0.13), 0.5 + 0.42 * Math.cos(turn * 1.31)];
}

class Sheet {
  constructor(page) {
    this.page = page;
  }

  async line(places) {
    const { page } = this;
    // A notice may have come, or gone.
    const box = await page.getByTestId('drawing').boundingBox();
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(places[0]));
    await page.mouse.down();
    for (const place of places.slice(1)) {
      await page.mouse.move(...at(place));
    }
    const before = await page.evaluate(() => window.strokeTimes.sent.length);
    await page.mouse.up();
    await page.waitForFunction((count) => window.strokeTimes.sent.length > count, before);
  }

  /** Short lines, side by side. */
  async hatch(lines) {
    for (let line = 0; line < lines; line += 1) {
      const x = 0.05 + (0.9 * (line % 20)) / 20;
      const y = 0.1 + 0.1 * Math.floor(line / 20);
      const steps = Array.from({ length: 12 }, (_, step) => [x + step * 0.002, y + step * 0.006]);
      await this.line(steps);
    }
  }
}

const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

const TASKS = {
  'one long line': (sheet) => sheet.line(range(25, 1525).map(scribble)),
  'short lines, with fills between': async (sheet) => {
    for (const round of range(0, 3)) {
      await sheet.hatch(20);
      await sheet.page.keyboard.press('g');
      await sheet.line([[0.9 - 0.2 * round, 0.9]]);
      await sheet.page.keyboard.press('b');
    }
  },
  'erasing after forty lines': async (sheet) => {
    await sheet.hatch(40);
    await sheet.page.keyboard.press('e');
    await sheet.line(range(25, 425).map(scribble));
    await sheet.page.keyboard.press('b');
  },
};

function summary(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.95)} / ${at(1)}`.padStart(22);
}

const addresses = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const results = new Map();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const address of addresses) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(address);
    await page.getByTestId('drawing').waitFor();
    const sheet = new Sheet(page);
    for (const [name, task] of Object.entries(TASKS)) {
      await page.evaluate(() => {
        for (const list of Object.values(window.strokeTimes)) {
          list.length = 0;
        }
      });
      await task(sheet);
      const times = await page.evaluate(() => window.strokeTimes);
      const key = `${name.padEnd(34)} ${address}`;
      const all = results.get(key) ?? { latency: [], refresh: [], lift: [], sent: [] };
      for (const [kind, list] of Object.entries(times)) {
        all[kind].push(...list);
      }
      results.set(key, all);
      await page.getByRole('button', { name: 'Clear the drawing' }).click();
    }
    await context.close();
  }
}
await browser.close();

const print = (line) => process.stdout.write(`${line}\n`);
print('Milliseconds, median / 95th percentile / largest');
print(
  `${''.padEnd(34)} ${'movement to painted'.padStart(22)}${'refresh'.padStart(22)}${'lifting the pen'.padStart(22)}${'lifted to sent'.padStart(22)}`,
);
for (const [key, { latency, refresh, lift, sent }] of [...results].sort()) {
  print(`${key}\n${''.padEnd(34)} ${summary(latency)}${summary(refresh)}${summary(lift)}${summary(sent)}`);
}

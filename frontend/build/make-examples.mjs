// Makes the small pictures beside "Strength" and "Steps" with a running server: `node build/make-examples.mjs [ADDRESS]`.
// Each is the sample drawing of an apple, repainted as a cat: with one value of one setting, and one of all others.
import { chromium } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../src/features/controls/examples');
const SIDE = 112;
const QUALITY = 0.72;
const PROMPT = 'a cat';
const EXAMPLES = { strength: [0, 0.3, 0.6, 0.9], steps: [1, 2, 4] };
/** Far enough from the drawing that steps make a difference. */
const STRENGTH = 0.6;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(process.argv[2] ?? 'http://localhost:8080');

/** Sets a slider, and waits until the picture is of its new value. */
async function set(slider, value) {
  if (Number(await slider.inputValue()) !== value) {
    await slider.fill(String(value));
    // First it has to notice, then to be done.
    await page.getByTestId('resting').waitFor({ state: 'hidden', timeout: 10_000 });
    await page.getByTestId('resting').waitFor({ timeout: 60_000 });
  }
}

// The sample is chosen by the prompt: the apple comes first.
await page.getByTestId('prompt').fill('a red apple');
await page.getByTestId('prompt').press('Enter');
await page.getByTestId('sample').click();
await page.getByTestId('prompt').fill(PROMPT);
await page.getByTestId('prompt').press('Enter');
await page.getByTestId('resting').waitFor({ timeout: 60_000 });
await mkdir(FOLDER, { recursive: true });
for (const [name, values] of Object.entries(EXAMPLES)) {
  const slider = page.getByRole('slider', { name: name[0].toUpperCase() + name.slice(1), exact: true });
  for (const value of values) {
    await set(slider, value);
    const base64 = await page.getByTestId('output').evaluate(
      async (canvas, [side, quality]) => {
        const small = new OffscreenCanvas(side, side);
        const context = small.getContext('2d');
        context.imageSmoothingQuality = 'high';
        context.drawImage(canvas, 0, 0, side, side);
        const blob = await small.convertToBlob({ type: 'image/webp', quality });
        return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
      },
      [SIDE, QUALITY],
    );
    const bytes = Buffer.from(base64, 'base64');
    await writeFile(join(FOLDER, `${name}-${value}.webp`), bytes);
    process.stdout.write(`${name} ${value}: ${bytes.length} bytes\n`);
  }
  if (name === 'strength') {
    await set(slider, STRENGTH);
  }
}
await browser.close();

// Makes the small pictures beside "Strength" and "Steps" with a running server: `node build/make-examples.mjs [ADDRESS]`.
// Each is the sample drawing of an apple, repainted with one value of one setting and the model's own of all others.
import { chromium } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../src/features/controls/examples');
const SIDE = 112;
const QUALITY = 0.72;
const PROMPT = 'a red apple';
const EXAMPLES = { strength: [0.2, 0.4, 0.6, 0.8], steps: [1, 2, 4] };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(process.argv[2] ?? 'http://localhost:8080');
await page.getByTestId('prompt').fill(PROMPT);
await page.getByTestId('prompt').press('Enter');
await page.getByTestId('sample').click();
await page.getByTestId('resting').waitFor({ timeout: 60_000 });
await mkdir(FOLDER, { recursive: true });
for (const [name, values] of Object.entries(EXAMPLES)) {
  const slider = page.getByRole('slider', { name: name[0].toUpperCase() + name.slice(1), exact: true });
  const usual = await slider.inputValue();
  for (const value of values) {
    await slider.fill(String(value));
    // First it has to notice, then to be done.
    await page.getByTestId('resting').waitFor({ state: 'hidden', timeout: 10_000 });
    await page.getByTestId('resting').waitFor({ timeout: 60_000 });
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
  await slider.fill(usual);
}
await browser.close();

// Makes the small pictures beside "Strength" and "Steps" with a running server: `node build/make-examples.mjs [ADDRESS]`.
// Each shows one value of one setting: how a sketch of a cat is repainted, and how an apple is painted from words alone, where
// steps make the most difference.
import { chromium } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../src/features/controls/examples');
const SIDE = 112;
const QUALITY = 0.72;
/** Milliseconds after which nothing more is under way. */
const SETTLED_MS = 5_000;
const EXAMPLES = {
  strength: { source: 'Draw', prompt: 'a cat', values: [0, 0.3, 0.6, 0.9] },
  steps: { source: 'Text', prompt: 'a red apple', values: [1, 2, 4] },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(process.argv[2] ?? 'http://localhost:8080');

/** The result as a small WebP in base64. */
function small() {
  return page.getByTestId('output').evaluate(
    async (canvas, [side, quality]) => {
      const scaled = new OffscreenCanvas(side, side);
      const context = scaled.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(canvas, 0, 0, side, side);
      const blob = await scaled.convertToBlob({ type: 'image/webp', quality });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    [SIDE, QUALITY],
  );
}

/** The result once nothing has changed it for a while. */
async function settled() {
  for (let [before, now] = ['', await small()]; ; [before, now] = [now, await small()]) {
    if (before === now) {
      return Buffer.from(now, 'base64');
    }
    await page.waitForTimeout(SETTLED_MS);
  }
}

await mkdir(FOLDER, { recursive: true });
for (const [name, { source, prompt, values }] of Object.entries(EXAMPLES)) {
  await page.getByRole('group', { name: 'Picture source' }).getByText(source, { exact: true }).click();
  await page.getByTestId('prompt').fill(prompt);
  await page.getByTestId('prompt').press('Enter');
  if (source === 'Draw') {
    await page.getByTestId('sample').click();
  }
  const slider = page.getByRole('slider', { name: name[0].toUpperCase() + name.slice(1), exact: true });
  for (const value of values) {
    await slider.fill(String(value));
    await page.waitForTimeout(SETTLED_MS);
    const bytes = await settled();
    await writeFile(join(FOLDER, `${name}-${value}.webp`), bytes);
    process.stdout.write(`${name} ${value}: ${bytes.length} bytes\n`);
  }
}
await browser.close();

import { expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { test } from './page';
import { browserThatHears, openToSpeak, tell, waitsAfterSpeech, watchWaits } from './speaking';

// "A castle on a hill, and a", 0.7 s of silence, "river under the full moon.", 4 s of silence, in the voice of SVOX Pico.
test.use(browserThatHears(fileURLToPath(new URL('sounds/pause.wav', import.meta.url))));

test('a pause inside a sentence is not its end', async ({ page }) => {
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('hands-free').click();
  await expect(page.getByTestId('prompt')).toHaveValue(/castle on a hill.*under the full moon/i);
  tell(`hands-free, from the last sound to the prompt: ${(await waitsAfterSpeech(page)).join(', ')} ms`);
});

import { expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { fingerprint, test, untilChanged, untilPainted } from './page';
import { browserThatHears, formerPrompt, openToSpeak, tell, waitsAfterSpeech, watchWaits } from './speaking';

// "Draw a red apple." "Only me." "Everything." with 1.6 s of silence between them, in the voices of SVOX Pico.
test.use(browserThatHears(fileURLToPath(new URL('sounds/commands.wav', import.meta.url))));

test('does what is said into the microphone, hands-free', async ({ page }) => {
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('sample').click();
  const output = await untilPainted(page);
  const before = await fingerprint(output);
  const prompt = page.getByTestId('prompt');
  const person = page.getByRole('radio', { name: 'Person only' });
  const frame = page.getByRole('radio', { name: 'Whole frame' });
  await expect(frame).toBeChecked();

  await page.getByTestId('hands-free').click();
  await expect(prompt).toHaveValue('a red apple');
  await untilChanged(output, before);
  await expect(person).toBeChecked();
  await expect(frame).toBeChecked();
  tell(
    `hands-free, from the last sound of a command to what it does: ${(await waitsAfterSpeech(page)).join(', ')} ms`,
  );
  await page.getByTestId('hands-free').click();

  // The commands that are no prompts have left it alone.
  await expect(prompt).toHaveValue('a red apple');
  // Typed, or heard where the recording began in the middle of a phrase.
  const former = await formerPrompt(page);
  await page.getByTestId('prompt-undo').click();
  await expect(prompt).toHaveValue(former);
});

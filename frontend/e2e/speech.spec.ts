import { expect, type Page } from '@playwright/test';
import { fingerprint, open, screenshotPath, test, untilChanged, untilPainted, violations } from './page';
import { browserThatHears, FORMER, lastWaits, openToSpeak, tell, watchWaits } from './speaking';

/** Somebody says "go forward ten meters"; PageIT names the recording. */
const clip = process.env['SPEAKDRAW_SPOKEN_CLIP'];
const SAID = /\bforward\b/i;

test.use(browserThatHears(clip));

test('what is said while the button is held becomes the prompt, and the picture follows', async ({
  page,
}) => {
  test.skip(clip === undefined, 'needs SPEAKDRAW_SPOKEN_CLIP, a WAV file');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('sample').click();
  const output = await untilPainted(page);
  const prompt = page.getByTestId('prompt');
  const before = await fingerprint(output);

  const talk = page.getByTestId('talk');
  await talk.hover();
  await page.mouse.down();
  await expect(page.getByTestId('hint')).toContainText(SAID);
  await expect(talk).toHaveAttribute('aria-pressed', 'true');
  await page.screenshot({ path: screenshotPath('speaking') });
  expect(await violations(page)).toEqual([]);
  await page.mouse.up();

  await expect(prompt).toHaveValue(SAID);
  tell(`from letting go to the prompt: ${(await lastWaits(page)).afterRelease} ms`);
  await expect(page.getByTestId('hint')).toBeHidden();
  await expect(page.getByTestId('spoken')).toContainText(SAID);
  await untilChanged(output, before);
  await prompt.fill('a green pear');
  await prompt.press('Enter');
  await prompt.blur();
  await page.keyboard.press('Control+z');
  await expect(prompt).toHaveValue(SAID);
  await page.getByTestId('prompt-undo').click();
  await expect(prompt).toHaveValue(FORMER);
});

test('hands-free begins and ends by itself', async ({ page }) => {
  test.skip(clip === undefined, 'needs SPEAKDRAW_SPOKEN_CLIP, a WAV file');
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('hands-free').click();
  await expect(page.getByTestId('prompt')).toHaveValue(SAID);
  tell(`hands-free, from the last sound to the prompt: ${(await lastWaits(page)).afterSpeech} ms`);
  await page.getByTestId('hands-free').click();
  await expect(page.getByTestId('hands-free')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('hint')).toBeHidden();
});

/**
 * Lets everything through to the server but speech, and answers every utterance with the next of these texts.
 *
 * @param confidence of all of them
 * @param foreign code of the language that was spoken where a text is empty
 */
async function understand(page: Page, texts: string[], confidence = 0.9, foreign = ''): Promise<void> {
  await page.route('**/api/settings', async (route) => {
    const response = await route.fetch();
    const speech = {
      available: true,
      reason: null,
      maxSeconds: 30,
      languages: ['en', 'fr'],
      translate: true,
    };
    await route.fulfill({ json: { ...((await response.json()) as object), speech } });
  });
  await page.routeWebSocket(/\/ws\/sessions\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const { type, utterance } = (
        typeof message === 'string' ? JSON.parse(message) : { type: message[1] === 3 ? 'speech' : '' }
      ) as { type: string; utterance?: number };
      if (type === 'speech-end') {
        const text = texts.shift() ?? '';
        socket.send(
          JSON.stringify({
            type: 'speech',
            utterance,
            text,
            final: true,
            finished: false,
            language: text === '' ? foreign : 'en',
            confidence,
            samples: 0,
            tookMs: 1,
          }),
        );
      } else if (!type.startsWith('speech')) {
        server.send(message);
      }
    });
  });
}

/** Holds the space bar for as long as a word takes. */
async function sayByKey(page: Page): Promise<void> {
  await page.keyboard.down('Space');
  await expect(page.getByTestId('hint')).toHaveText('Listening …');
  // A press of less than a quarter of a second counts as a mistake.
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((start) => performance.now() - start > 250, since);
  await page.keyboard.up('Space');
}

test('does what is said', async ({ page }) => {
  await understand(page, [
    'Draw a fox.',
    'Make it watercolour.',
    'More, please.',
    'Undo.',
    'Undo.',
    'Clear.',
    'Undo.',
    'Draw.',
    '',
  ]);
  await open(page);
  await page.getByTestId('sample').click();
  const prompt = page.getByTestId('prompt');
  const spoken = page.getByTestId('spoken');
  const strength = page.getByRole('slider', { name: 'Strength' });
  const say = () => sayByKey(page);
  // Who has drawn with the mouse speaks with the space bar, and draws nothing by it.
  const sheet = page.getByTestId('drawing');
  await sheet.click({ position: { x: 20, y: 20 } });
  const drawn = await fingerprint(sheet);

  await say();
  await expect(prompt).toHaveValue('a fox');
  await say();
  await expect(prompt).toHaveValue('a fox, watercolour');
  const former = Number(await strength.inputValue());
  await say();
  await expect(spoken).toContainText('Strength');
  const stronger = async () => Number(await strength.inputValue()) - former;
  await expect.poll(stronger).toBeCloseTo(Math.min(1, former + 0.1) - former);
  // One thing after the other is taken back, the last one first.
  await say();
  await expect(spoken).toHaveText('Taken back');
  await expect.poll(stronger).toBeCloseTo(0);
  await expect(prompt).toHaveValue('a fox, watercolour');
  await say();
  await expect(prompt).toHaveValue('a fox');
  expect(await fingerprint(sheet)).toBe(drawn);
  await say();
  await expect(spoken).toHaveText('Drawing cleared');
  await expect.poll(() => fingerprint(sheet)).not.toBe(drawn);
  await say();
  await expect(spoken).toHaveText('The drawing is back');
  await expect.poll(() => fingerprint(sheet)).toBe(drawn);
  await say();
  await expect(spoken).toContainText('Try saying');
  await say();
  await expect(page.getByTestId('speech-problem')).toContainText('Nothing was heard');

  await page.keyboard.down('Space');
  await expect(page.getByTestId('hint')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('hint')).toBeHidden();
  await page.keyboard.up('Space');

  await page.getByTestId('speech-options').click();
  await page.getByLabel('Language', { exact: true }).selectOption({ label: 'French' });
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await page.getByTestId('speech-options').click();
  await expect(page.getByLabel('Language', { exact: true })).toHaveValue('fr');
});

test('names a language that it does not listen for, which can be chosen', async ({ page }) => {
  await understand(page, ['', 'Draw a fox.'], 0.9, 'fr');
  await open(page);
  const prompt = page.getByTestId('prompt');
  await expect(prompt).not.toHaveValue('');
  const first = await prompt.inputValue();
  await sayByKey(page);
  await expect(page.getByTestId('speech-problem')).toContainText('That sounded like French');
  await expect(prompt).toHaveValue(first);
  expect(await violations(page)).toEqual([]);
  await sayByKey(page);
  await expect(prompt).toHaveValue('a fox');
  await expect(page.getByTestId('speech-problem')).toBeHidden();
});

test('asks where it is not sure what was said, and leaves the prompt alone until then', async ({ page }) => {
  await understand(page, ['A fogs in this no.', 'I do.', 'A fogs in this no.', 'No.'], 0.3);
  await open(page);
  const prompt = page.getByTestId('prompt');
  await expect(prompt).not.toHaveValue('');
  const first = await prompt.inputValue();
  await prompt.fill('a green pear');
  await prompt.press('Enter');
  await prompt.blur();
  const question = page.getByTestId('speech-question');

  await sayByKey(page);
  await expect(question).toContainText('a fogs in this no', { ignoreCase: true });
  await expect(prompt).toHaveValue('a green pear');
  expect(await violations(page)).toEqual([]);
  await question.getByRole('button', { name: 'Say it again' }).click();
  await expect(question).toBeHidden();
  await expect(prompt).toHaveValue('a green pear');

  // It may have been a command.
  await sayByKey(page);
  await question.getByRole('button', { name: 'undo' }).click();
  await expect(question).toBeHidden();
  await expect(prompt).toHaveValue(first);

  // By voice, too.
  await sayByKey(page);
  await expect(question).toBeVisible();
  await sayByKey(page);
  await expect(question).toBeHidden();
  await expect(prompt).toHaveValue(first);
});

test('says in plain language that the microphone is not allowed', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await understand(page, []);
  await open(page);
  await page.getByTestId('talk').click();
  await expect(page.getByTestId('speech-problem')).toContainText('The microphone is not allowed');
  expect(await violations(page)).toEqual([]);
});

test('says why nobody can speak where the server cannot listen', async ({ page }) => {
  await page.route('**/api/settings', async (route) => {
    const response = await route.fetch();
    const speech = { available: false, reason: 'There is no speech model.' };
    await route.fulfill({ json: { ...((await response.json()) as object), speech } });
  });
  await open(page);
  await expect(page.getByTestId('talk')).toBeDisabled();
  await expect(page.getByTestId('talk')).toHaveAccessibleName(/There is no speech model/);
  await expect(page.getByTestId('hands-free')).toBeHidden();
});

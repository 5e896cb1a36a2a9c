import { expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { giveMicrophone } from './heard-microphone';
import { test } from './page';
import { browserThatHears, FORMER, openToSpeak, promptsSoFar, watchWaits } from './speaking';

const said = (name: string) =>
  fileURLToPath(
    new URL(
      `../../backend/inference/src/test/resources/org/speakdraw/inference/speech/${name}.ogg`,
      import.meta.url,
    ),
  );

test.use(browserThatHears(undefined));

test('people who talk in the background change nothing, and do not keep anybody from being understood', async ({
  page,
  complaints,
}) => {
  // The microphone of this test, not the page's.
  complaints.expected = [/AudioContext was not allowed to start/];
  const others = ['de-2', 'de-4', 'es-2', 'es-4', 'fr-2', 'fr-4', 'en-6', 'en-12'].map(said);
  const microphone = await giveMicrophone(page, [...others, said('en-1')]);
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('hands-free').click();
  await microphone.chatter(others, 0.02);
  // "Draw a red apple on a wooden table", of which the others' voices may change an article.
  await microphone.say(said('en-1'));
  await expect(page.getByTestId('prompt')).toHaveValue(/red apple on (a|the) wooden table/i);
  const prompts = await promptsSoFar(page);
  expect(prompts.slice(prompts.indexOf(FORMER))).toEqual([
    FORMER,
    expect.stringMatching(/red apple on (a|the) wooden table/i),
  ]);
});

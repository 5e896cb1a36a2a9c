import { expect, type Page } from '@playwright/test';
import { choose, open, untilInForce, untilPainted } from './page';

/** Records a few seconds of the camera with two prompts, input kept. */
export async function record(page: Page): Promise<void> {
  await open(page);
  await choose(page, 'Camera');
  await untilPainted(page);
  await expect(page.getByTestId('recording-badge')).toBeHidden();
  await page.getByTestId('record').click();
  await page.getByTestId('record-input').check();
  await page.getByTestId('record-start').click();
  await expect(page.getByTestId('recording-badge')).toHaveText('Recording, with input');
}

/** Writes a prompt and waits until it is in force. */
export async function say(page: Page, prompt: string): Promise<void> {
  const box = page.getByTestId('prompt');
  await box.fill(prompt);
  await untilInForce(page, 'prompt', prompt);
}

/** Waits until the recording has some pictures of a prompt. */
export async function untilRecorded(page: Page, prompt: string): Promise<void> {
  const session = await page.evaluate(() => sessionStorage.getItem('speakdraw.session'));
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/api/sessions/${String(session)}/timeline`);
      const { prompts, outputs } = (await answer.json()) as {
        prompts: { prompt: string; offsetMs: number }[];
        outputs: { offsetsMs: number[] };
      };
      const start = prompts.find((mark) => mark.prompt === prompt)?.offsetMs ?? Infinity;
      return outputs.offsetsMs.filter((offset) => offset >= start).length;
    })
    .toBeGreaterThan(4);
}

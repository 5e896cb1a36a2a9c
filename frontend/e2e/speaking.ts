import { expect, type Page } from '@playwright/test';
import config from '../playwright.config';
import { open } from './page';

/** What is in force before anybody speaks. */
export const FORMER = 'the sea at night';

/** A browser whose microphone plays a WAV file again and again; silence without one. */
export function browserThatHears(clip: string | undefined) {
  const { launchOptions } = config.use ?? {};
  const args = [
    ...(launchOptions?.args ?? []),
    ...(clip ? [`--use-file-for-fake-audio-capture=${clip}`] : []),
  ];
  return { launchOptions: { ...launchOptions, args } };
}

/** Opens the page once the server has loaded its speech model, and types {@link FORMER}. */
export async function openToSpeak(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const settings = (await (await page.request.get('/api/settings')).json()) as {
        speech?: { available: boolean };
      };
      return settings.speech?.available;
    })
    .toBe(true);
  await open(page);
  // Not what is about to be said.
  await page.getByTestId('prompt').fill(FORMER);
  await page.getByTestId('prompt').press('Enter');
}

/**
 * Milliseconds from the last sound of speech, and from letting the button go, to each change of prompt or mode; and every
 * prompt that there was, in order.
 */
interface Waits {
  afterSpeech: number[];
  afterRelease: number[];
  prompts: string[];
}

/** Notes in the page when speech ends, when the button is let go and when prompt or mode changes. */
export async function watchWaits(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const LOUD = 0.01;
    const waits: Waits = { afterSpeech: [], afterRelease: [], prompts: [] };
    let loud = 0;
    let speechEnded = 0;
    let released = 0;
    class HeardNode extends AudioWorkletNode {
      constructor(...all: ConstructorParameters<typeof AudioWorkletNode>) {
        super(...all);
        this.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => {
          const now = performance.now();
          const power = data.reduce((sum, sample) => sum + sample * sample, 0) / data.length;
          if (Math.sqrt(power) > LOUD) {
            loud = now;
          } else if (now - loud > 150) {
            speechEnded = loud;
          }
        });
      }
    }
    window.AudioWorkletNode = HeardNode;
    addEventListener('pointerup', () => (released = performance.now()), { capture: true });
    let former: string | undefined;
    const look = () => {
      const prompt = document.querySelector<HTMLTextAreaElement>('[data-testid="prompt"]')?.value;
      const person = document.querySelector<HTMLInputElement>('input[value="human"]')?.checked;
      const now = prompt === undefined ? undefined : `${person} ${prompt}`;
      if (former !== undefined && now !== former) {
        waits.afterSpeech.push(Math.round(performance.now() - speechEnded));
        waits.afterRelease.push(Math.round(performance.now() - released));
      }
      former = now;
      if (prompt !== undefined && prompt !== waits.prompts.at(-1)) {
        waits.prompts.push(prompt);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, { waits });
  });
}

function noted(page: Page): Promise<Waits> {
  return page.evaluate(() => (window as unknown as { waits: Waits }).waits);
}

/** Every prompt that {@link watchWaits} noted, in order. */
export async function promptsSoFar(page: Page): Promise<string[]> {
  return (await noted(page)).prompts;
}

/** The prompt that {@link watchWaits} noted before the one that is there now. */
export async function formerPrompt(page: Page): Promise<string> {
  return (await noted(page)).prompts.at(-2) ?? '';
}

/** What {@link watchWaits} noted last. */
export async function lastWaits(page: Page): Promise<{ afterSpeech: number; afterRelease: number }> {
  const { afterSpeech, afterRelease } = await noted(page);
  return { afterSpeech: afterSpeech.at(-1) ?? NaN, afterRelease: afterRelease.at(-1) ?? NaN };
}

/** Milliseconds from the last sound of speech to each change that {@link watchWaits} noted. */
export async function waitsAfterSpeech(page: Page): Promise<number[]> {
  return (await noted(page)).afterSpeech;
}

/** Into the report: measured, not judged. */
export function tell(measured: string): void {
  process.stdout.write(`${measured}\n`);
}

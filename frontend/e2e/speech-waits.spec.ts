import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { type Complaints, test } from './page';
import { giveMicrophone, type Microphone } from './heard-microphone';
import { browserThatHears, openToSpeak, promptsSoFar, tell, waitsAfterSpeech, watchWaits } from './speaking';
import type { Page } from '@playwright/test';

/** How many of the sentences to say; none unless it is set, since it takes minutes and judges nothing. */
const count = Number(process.env['SPEAKDRAW_SPEECH_WAITS'] ?? '0');
const folder = fileURLToPath(
  new URL('../../backend/inference/src/test/resources/org/speakdraw/inference/speech', import.meta.url),
);
/** Languages take turns. */
const files = readdirSync(folder)
  .filter((name) => /^(en|de|es|fr)-\d+\.ogg$/.test(name))
  .sort((one, other) => Number(/\d+/.exec(one)) - Number(/\d+/.exec(other)))
  .map((name) => join(folder, name))
  .slice(0, count);
/** Longer than any wait, and than the time within which a sentence can be gone on with. */
const AFTER_MS = 1_800;
const PAUSES_MS = [300, 500, 700, 900];

/** What page and server told each other of the last pause, with milliseconds since then. */
function overhear(page: Page): () => string {
  let paused = 0;
  let told: string[] = [];
  const note = (what: string) => told.push(`${what} ${Date.now() - paused}`);
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const { type } = messageOf(payload);
      if (type === 'speech-pause') {
        paused = Date.now();
        told = [];
      } else if (type === 'speech-end') {
        note('end');
      }
    });
    socket.on('framereceived', ({ payload }) => {
      const { type, final, finished, confidence } = messageOf(payload);
      if (type === 'speech') {
        note(`${final ? 'final text' : finished ? 'finished' : 'text'} of ${confidence}`);
      }
    });
  });
  return () => told.join(', ');
}

interface Spoken {
  readonly type?: string;
  readonly final?: boolean;
  readonly finished?: boolean;
  readonly confidence?: number;
}

function messageOf(payload: string | Buffer): Spoken {
  return typeof payload === 'string' ? (JSON.parse(payload) as Spoken) : {};
}

test.use(browserThatHears(undefined));
test.skip(count === 0, 'needs SPEAKDRAW_SPEECH_WAITS, a number of sentences');

/** Says something, and returns milliseconds from its last sound to the last prompt, and all prompts that came of it. */
async function say(page: Page, microphone: Microphone, file: string, pause: number) {
  const before = (await waitsAfterSpeech(page)).length;
  const prompts = (await promptsSoFar(page)).length;
  await microphone.say(file, { pause });
  await page.waitForTimeout(AFTER_MS);
  const waits = (await waitsAfterSpeech(page)).slice(before);
  return { wait: waits.at(-1), prompts: (await promptsSoFar(page)).slice(prompts) };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

const firstWord = (text: string | undefined) => (text ?? '').toLowerCase().split(/[^\p{L}]+/u)[0];

/** A page that listens by itself to a microphone. */
async function listening(page: Page, complaints: Complaints): Promise<Microphone> {
  // The microphone of this test, not the page's.
  complaints.expected = [/AudioContext was not allowed to start/];
  test.setTimeout(1_200_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const microphone = await giveMicrophone(page, files);
  await watchWaits(page);
  await openToSpeak(page);
  await page.getByTestId('hands-free').click();
  await page.waitForTimeout(AFTER_MS);
  return microphone;
}

test('how soon a sentence is in force', async ({ page, complaints }) => {
  const afterPause = overhear(page);
  const microphone = await listening(page, complaints);
  const waits: number[] = [];
  for (const file of files) {
    const { wait, prompts } = await say(page, microphone, file, 0);
    tell(`${file.slice(folder.length + 1)}: ${wait} ms (${afterPause()}), ${prompts.join(' -> ')}`);
    if (wait !== undefined) {
      waits.push(wait);
    }
  }
  waits.sort((one, other) => one - other);
  tell(
    `hands-free, from the last sound to the prompt, ${waits.length} of ${files.length} sentences: ` +
      `p50 ${quantile(waits, 0.5)}, p95 ${quantile(waits, 0.95)}, longest ${waits.at(-1)} ms`,
  );
});

test('how often a pause inside a sentence cuts it', async ({ page, complaints }) => {
  const microphone = await listening(page, complaints);
  let early = 0;
  let cut = 0;
  for (const [at, file] of files.entries()) {
    const pause = PAUSES_MS[at % PAUSES_MS.length] ?? 0;
    const { prompts } = await say(page, microphone, file, pause);
    // What goes on begins as it did before.
    const torn = prompts.length > 1 && firstWord(prompts.at(-1)) !== firstWord(prompts[0]);
    tell(`${file.slice(folder.length + 1)}, ${pause} ms: ${torn ? 'CUT ' : ''}${prompts.join(' -> ')}`);
    early += prompts.length > 1 ? 1 : 0;
    cut += torn ? 1 : 0;
  }
  tell(
    `pauses inside ${files.length} sentences: ${cut} cut in two, ${early - cut} in force too early and put right`,
  );
});

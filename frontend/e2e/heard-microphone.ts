import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** A pause inside a sentence: at its quietest place near the middle. */
interface Said {
  /** Milliseconds. */
  readonly pause?: number;
}

interface HeardWindow {
  say(url: string, pause: number): Promise<void>;
  chatter(urls: readonly string[], level: number): Promise<void>;
}

/**
 * Gives the page a microphone in a quiet room, into which {@link Microphone.say} plays sound files. The page must be
 * opened after that.
 */
export async function giveMicrophone(page: Page, files: readonly string[]): Promise<Microphone> {
  for (const file of files) {
    const body = await readFile(file);
    await page.route(`**/said/${basename(file)}`, (route) => route.fulfill({ body }));
  }
  await page.addInitScript(() => {
    const LEVEL = 0.0005;
    const context = new AudioContext();
    const microphone = context.createMediaStreamDestination();
    const room = context.createBuffer(1, context.sampleRate, context.sampleRate);
    room.getChannelData(0).forEach((_, at, samples) => (samples[at] = LEVEL * (2 * Math.random() - 1)));
    const murmur = new AudioBufferSourceNode(context, { buffer: room, loop: true });
    murmur.connect(microphone);
    murmur.start();
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(microphone.stream.clone());

    /** Seconds from the beginning of the quietest 30 ms in the second third. */
    const quietest = (sound: AudioBuffer) => {
      const samples = sound.getChannelData(0);
      const width = Math.round(0.03 * sound.sampleRate);
      let best = { power: Number.POSITIVE_INFINITY, at: 0 };
      for (let at = Math.round(samples.length / 3); at < (samples.length * 2) / 3; at += width / 3) {
        const part = samples.subarray(Math.round(at), Math.round(at) + width);
        const power = part.reduce((sum, sample) => sum + sample * sample, 0);
        best = power < best.power ? { power, at: at + width / 2 } : best;
      }
      return best.at / sound.sampleRate;
    };

    const say = async (url: string, pause: number) => {
      await context.resume();
      const response = await fetch(url);
      const buffer = await context.decodeAudioData(await response.arrayBuffer());
      const cut = pause > 0 ? quietest(buffer) : buffer.duration;
      const start = context.currentTime + 0.1;
      const first = new AudioBufferSourceNode(context, { buffer });
      first.connect(microphone);
      first.start(start, 0, cut);
      const last = new AudioBufferSourceNode(context, { buffer });
      last.connect(microphone);
      last.start(start + cut + pause / 1000, cut);
      await new Promise((resolve) => {
        last.addEventListener('ended', resolve);
      });
    };

    const chatter = async (urls: readonly string[], level: number) => {
      await context.resume();
      const distance = new GainNode(context, { gain: level });
      distance.connect(microphone);
      for (const url of urls) {
        const response = await fetch(url);
        const buffer = await context.decodeAudioData(await response.arrayBuffer());
        const voice = new AudioBufferSourceNode(context, { buffer, loop: true });
        voice.connect(distance);
        voice.start(0, Math.random() * buffer.duration);
      }
    };
    Object.assign(window, { say, chatter } satisfies HeardWindow);
  });
  return new Microphone(page);
}

/** What the page hears. */
export class Microphone {
  constructor(private readonly page: Page) {}

  /** Plays a file, and returns when it has ended. */
  async say(file: string, { pause = 0 }: Said = {}): Promise<void> {
    await this.page.evaluate(
      ([url, milliseconds]) => (window as unknown as HeardWindow).say(url, milliseconds),
      [`/said/${basename(file)}`, pause] as const,
    );
  }

  /** From now on people talk at the other end of the room: all files at once, again and again. */
  async chatter(files: readonly string[], level: number): Promise<void> {
    await this.page.evaluate(([urls, gain]) => (window as unknown as HeardWindow).chatter(urls, gain), [
      files.map((file) => `/said/${basename(file)}`),
      level,
    ] as const);
  }
}

/** Samples a second of everything behind the microphone: what the server and the voice detector take. */
export const SAMPLE_RATE = 16_000;

/** Samples of a frame, 32 ms: the step of the voice detector, and of the level meter. */
export const FRAME_SAMPLES = 512;

/** Seconds of so many samples. */
export function secondsOf(samples: number): number {
  return samples / SAMPLE_RATE;
}

/** Frames that last at least so long. */
export function framesIn(milliseconds: number): number {
  return Math.ceil((milliseconds * SAMPLE_RATE) / 1000 / FRAME_SAMPLES);
}

/** Samples from -1 to 1 as signed 16-bit little-endian ones; louder ones are held at the limit. */
export function pcm16(frames: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * frames.reduce((sum, frame) => sum + frame.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const frame of frames) {
    for (const sample of frame) {
      view.setInt16(at, Math.round(Math.min(1, Math.max(-1, sample)) * 32767), true);
      at += 2;
    }
  }
  return bytes;
}

/** Quietest and loudest speech that a meter tells apart, in dB of full scale. */
const FLOOR_DB = -55;
const CEILING_DB = -10;

/** Loudness of a frame for a meter: 0 for silence, 1 for loud speech, even steps in dB. */
export function loudnessOf(frame: Float32Array): number {
  let sum = 0;
  for (const sample of frame) {
    sum += sample * sample;
  }
  const decibels = 10 * Math.log10(sum / Math.max(1, frame.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** The last frames that came, so that a word is whole although its beginning was recognised late. */
export class PreRoll {
  #frames: Float32Array[] = [];

  /** @param most frames that are kept */
  constructor(private readonly most: number) {}

  add(frame: Float32Array): void {
    this.#frames.push(frame);
    if (this.#frames.length > this.most) {
      this.#frames.shift();
    }
  }

  /** The last of what is kept, oldest first; nothing is kept after that. */
  take(count: number): Float32Array[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames.slice(Math.max(0, frames.length - count));
  }
}

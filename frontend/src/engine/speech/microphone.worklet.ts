/**
 * Runs on the browser's audio thread: mixes the microphone's channels, brings them to the rate of speech and posts
 * frames. Loaded as a worklet by its address, never imported.
 */
import { Resampler } from './resampler';
import { FRAME_SAMPLES, SAMPLE_RATE } from './sound';

// What an AudioWorkletGlobalScope has, which the compiler's library for pages does not know.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: readonly (readonly Float32Array[])[]): boolean;
}
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(Math.round(sampleRate), SAMPLE_RATE);
  #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;

  override process([channels]: readonly (readonly Float32Array[])[]): boolean {
    const [first] = channels ?? [];
    if (channels && first) {
      const mono = first.map((_, at) => channels.reduce((sum, each) => sum + (each[at] ?? 0), 0));
      for (const sample of this.#resampler.process(mono.map((sum) => sum / channels.length))) {
        this.#put(sample);
      }
    }
    return true;
  }

  #put(sample: number): void {
    this.#frame[this.#filled] = sample;
    this.#filled += 1;
    if (this.#filled === FRAME_SAMPLES) {
      this.port.postMessage(this.#frame, [this.#frame.buffer]);
      this.#frame = new Float32Array(FRAME_SAMPLES);
      this.#filled = 0;
    }
  }
}

registerProcessor('microphone', MicrophoneProcessor);

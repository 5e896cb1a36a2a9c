/** Zero crossings of the sinc on each side of its middle: some 80 dB of what would alias are gone. */
const ZERO_CROSSINGS = 20;
/** Share of the narrower band that passes untouched; the rest is room for the filter to fall. */
const PASSED = 0.92;

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Blackman's window; `place` from -1 to 1. */
function blackman(place: number): number {
  return 0.42 + 0.5 * Math.cos(Math.PI * place) + 0.08 * Math.cos(2 * Math.PI * place);
}

/**
 * Changes the rate of a sound piece by piece: polyphase interpolation with a windowed sinc. No browser resamples a
 * microphone in all the same way, and Firefox does not let a context have another rate than the microphone.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #half: number;
  readonly #kernels: readonly Float32Array[];
  #held: Float32Array;
  /** Place of the next sample, in the held ones and in phases between two of them. */
  #index: number;
  #phase = 0;

  /**
   * @param from whole samples a second
   * @param to whole samples a second
   */
  constructor(from: number, to: number) {
    const divisor = greatestDivisor(from, to);
    this.#up = to / divisor;
    this.#down = from / divisor;
    const cutoff = PASSED * Math.min(1, to / from);
    const half = Math.ceil(ZERO_CROSSINGS / cutoff);
    this.#half = half;
    this.#kernels = Array.from({ length: this.#up }, (_, phase) => {
      const kernel = new Float32Array(2 * half);
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap += 1) {
        const distance = tap - half + 1 - phase / this.#up;
        const angle = Math.PI * cutoff * distance;
        const value = (angle === 0 ? 1 : Math.sin(angle) / angle) * blackman(distance / (half + 1));
        kernel[tap] = value;
        sum += value;
      }
      return kernel.map((value) => value / sum);
    });
    this.#held = new Float32Array(half - 1);
    this.#index = half - 1;
  }

  /** The samples that this piece completes; a few milliseconds stay behind until the next one. */
  process(piece: Float32Array): Float32Array {
    const held = new Float32Array(this.#held.length + piece.length);
    held.set(this.#held);
    held.set(piece, this.#held.length);
    const half = this.#half;
    const result = new Float32Array(
      Math.max(0, Math.ceil(((held.length - half - this.#index) * this.#up - this.#phase) / this.#down)),
    );
    for (let place = 0; place < result.length; place += 1) {
      result[place] = this.#at(held);
      this.#phase += this.#down;
      this.#index += Math.floor(this.#phase / this.#up);
      this.#phase %= this.#up;
    }
    const first = Math.min(held.length, this.#index - half + 1);
    this.#held = held.slice(first);
    this.#index -= first;
    return result;
  }

  #at(samples: Float32Array): number {
    const kernel = this.#kernels[this.#phase] ?? new Float32Array();
    const start = this.#index - this.#half + 1;
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap += 1) {
      sum += (kernel[tap] ?? 0) * (samples[start + tap] ?? 0);
    }
    return sum;
  }
}

import type { Fill, Operation, PenPoint, Stroke } from './operations';

/** A scribble to begin with. */
export interface Sample {
  readonly name: string;
  /** Words of a prompt that it suits. */
  readonly suits: readonly string[];
  /** Draws it on a sheet of this size. */
  draw(width: number, height: number): readonly Operation[];
}

type Place = readonly [x: number, y: number];

/** Draws within a unit square that lies in the middle of the sheet. */
class SampleSheet {
  readonly operations: Operation[] = [];
  readonly #side: number;
  readonly #left: number;
  readonly #top: number;

  constructor(width: number, height: number) {
    this.#side = Math.min(width, height);
    this.#left = (width - this.#side) / 2;
    this.#top = (height - this.#side) / 2;
  }

  line(colour: string, size: number, places: readonly Place[]): this {
    const points = places.map(([x, y]): PenPoint => [this.#x(x), this.#y(y), 0.5]);
    const stroke: Stroke = {
      kind: 'stroke',
      tool: 'pen',
      colour,
      size: size * this.#side,
      points,
      simulatePressure: false,
    };
    this.operations.push(stroke);
    return this;
  }

  /** A closed line with a wobble, so that it looks drawn by hand. */
  loop(colour: string, size: number, [x, y]: Place, [wide, high]: Place): this {
    const places: Place[] = [];
    for (let step = 0; step <= 126; step += 1) {
      const angle = (step / 120) * Math.PI * 2 - 1;
      const wobble = 1 + 0.03 * Math.sin(angle * 3 + x * 9);
      places.push([x + Math.cos(angle) * wide * wobble, y + Math.sin(angle) * high * wobble]);
    }
    return this.line(colour, size, places);
  }

  fill(colour: string, [x, y]: Place): this {
    const fill: Fill = { kind: 'fill', x: this.#x(x), y: this.#y(y), colour };
    this.operations.push(fill);
    return this;
  }

  #x(x: number): number {
    return this.#left + x * this.#side;
  }

  #y(y: number): number {
    return this.#top + y * this.#side;
  }
}

const apple: Sample = {
  name: 'Apple',
  suits: ['apple', 'fruit', 'pear', 'tomato', 'cherry', 'peach', 'food', 'still life'],
  draw: (width, height) =>
    new SampleSheet(width, height)
      .loop('#c62828', 0.035, [0.5, 0.56], [0.25, 0.25])
      .fill('#d93a34', [0.5, 0.6])
      .line('#b98a5a', 0.02, [
        [-0.6, 0.72],
        [0, 0.71],
        [0.285, 0.72],
      ])
      .line('#b98a5a', 0.02, [
        [0.715, 0.72],
        [1, 0.71],
        [1.6, 0.72],
      ])
      .fill('#dcb98c', [0.5, 0.94])
      .line('#5d4037', 0.04, [
        [0.5, 0.36],
        [0.51, 0.29],
        [0.54, 0.2],
      ])
      .loop('#388e3c', 0.025, [0.63, 0.25], [0.09, 0.045])
      .fill('#4caf50', [0.63, 0.25])
      .line('#f3a09a', 0.035, [
        [0.36, 0.46],
        [0.33, 0.53],
        [0.33, 0.6],
      ]).operations,
};

const house: Sample = {
  name: 'House',
  suits: ['house', 'home', 'cottage', 'hut', 'castle', 'landscape', 'village', 'snow', 'winter'],
  draw: (width, height) =>
    new SampleSheet(width, height)
      .line('#3f8f4f', 0.025, [
        [-0.6, 0.72],
        [0.1, 0.7],
        [0.5, 0.73],
        [0.9, 0.69],
        [1.6, 0.72],
      ])
      .fill('#6fbf73', [0.5, 0.94])
      .fill('#bfe3f7', [0.5, 0.06])
      .line('#8d6e63', 0.025, [
        [0.3, 0.45],
        [0.3, 0.78],
        [0.7, 0.78],
        [0.7, 0.45],
        [0.3, 0.45],
      ])
      .fill('#f0d9b5', [0.5, 0.6])
      .line('#a93226', 0.03, [
        [0.24, 0.46],
        [0.5, 0.22],
        [0.76, 0.46],
        [0.24, 0.46],
      ])
      .fill('#cd4f3c', [0.5, 0.38])
      .line('#5d4037', 0.08, [
        [0.5, 0.64],
        [0.5, 0.75],
      ])
      .loop('#f4c430', 0.03, [0.84, 0.18], [0.07, 0.07])
      .fill('#ffd84d', [0.84, 0.18]).operations,
};

const fish: Sample = {
  name: 'Fish',
  suits: ['fish', 'sea', 'ocean', 'water', 'whale', 'shark', 'underwater'],
  draw: (width, height) =>
    new SampleSheet(width, height)
      .fill('#8fd0ea', [0.5, 0.05])
      .loop('#d9731a', 0.03, [0.46, 0.52], [0.26, 0.16])
      .fill('#f49a3a', [0.46, 0.52])
      .line('#d9731a', 0.03, [
        [0.72, 0.52],
        [0.9, 0.38],
        [0.86, 0.53],
        [0.9, 0.68],
        [0.72, 0.53],
      ])
      .fill('#f49a3a', [0.82, 0.53])
      .line('#ffffff', 0.05, [
        [0.48, 0.4],
        [0.5, 0.52],
        [0.47, 0.64],
      ])
      .loop('#22313a', 0.02, [0.3, 0.48], [0.02, 0.02])
      .line('#2e7d5b', 0.03, [
        [0.12, 0.98],
        [0.1, 0.86],
        [0.14, 0.76],
      ])
      .line('#2e7d5b', 0.03, [
        [0.86, 0.98],
        [0.89, 0.9],
        [0.85, 0.82],
      ]).operations,
};

const flower: Sample = {
  name: 'Flower',
  suits: ['flower', 'rose', 'sunflower', 'tulip', 'garden', 'plant', 'tree'],
  draw: (width, height) => {
    const sheet = new SampleSheet(width, height).line('#2f7d3b', 0.04, [
      [0.5, 0.46],
      [0.52, 0.7],
      [0.49, 0.95],
    ]);
    sheet.loop('#2f7d3b', 0.02, [0.63, 0.72], [0.1, 0.04]).fill('#5cb85c', [0.63, 0.72]);
    for (let petal = 0; petal < 6; petal += 1) {
      const angle = (petal / 6) * Math.PI * 2;
      const middle: Place = [0.5 + Math.cos(angle) * 0.17, 0.38 + Math.sin(angle) * 0.17];
      sheet.loop('#b0397f', 0.018, middle, [0.085, 0.085]).fill('#e667a8', middle);
    }
    return sheet.loop('#c98a16', 0.02, [0.5, 0.38], [0.08, 0.08]).fill('#ffcf40', [0.5, 0.38]).operations;
  },
};

const ALL: readonly Sample[] = [apple, house, fish, flower];

/** All samples, those that suit the prompt first. */
export function samplesFor(prompt: string): readonly Sample[] {
  const words = prompt.toLowerCase();
  const matches = (sample: Sample) => sample.suits.some((word) => words.includes(word));
  return [...ALL.filter(matches), ...ALL.filter((sample) => !matches(sample))];
}

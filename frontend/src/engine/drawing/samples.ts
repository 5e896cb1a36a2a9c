import type { Operation, PenPoint, Stroke } from './operations';

/** A scribble to begin with. */
export interface Sample {
  readonly name: string;
  /** Words of a prompt that it suits, in the page's languages. */
  readonly suits: ReadonlySet<string>;
  /** Draws it on a sheet of this size. */
  draw(width: number, height: number): readonly Operation[];
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}+/gu));
}

type Place = readonly [x: number, y: number];

const PEN = '#1d2624';
/** Of the side of the sheet. */
const PEN_SIZE = 0.018;

/** What the black pen draws within a unit square in the middle of the sheet; colours are left to the model. */
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

  line(places: readonly Place[]): this {
    const points = places.map(([x, y]): PenPoint => [this.#x(x), this.#y(y), 0.5]);
    const stroke: Stroke = {
      kind: 'stroke',
      tool: 'pen',
      colour: PEN,
      size: PEN_SIZE * this.#side,
      points,
      simulatePressure: false,
    };
    this.operations.push(stroke);
    return this;
  }

  /** A closed line with a wobble, so that it looks drawn by hand. */
  loop([x, y]: Place, [wide, high]: Place): this {
    const places: Place[] = [];
    for (let step = 0; step <= 126; step += 1) {
      const angle = (step / 120) * Math.PI * 2 - 1;
      const wobble = 1 + 0.03 * Math.sin(angle * 3 + x * 9);
      places.push([x + Math.cos(angle) * wide * wobble, y + Math.sin(angle) * high * wobble]);
    }
    return this.line(places);
  }

  #x(x: number): number {
    return this.#left + x * this.#side;
  }

  #y(y: number): number {
    return this.#top + y * this.#side;
  }
}

const cat: Sample = {
  name: 'Cat',
  suits: wordsOf(
    'cat katze chat gato kitten fox fuchs renard zorro tiger tigre lion löwe león dog hund chien perro wolf loup lobo bear bär ours oso panda animal tier',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .loop([0.5, 0.555], [0.29, 0.25])
      .line([
        [0.255, 0.425],
        [0.23, 0.175],
        [0.42, 0.32],
      ])
      .line([
        [0.745, 0.425],
        [0.77, 0.175],
        [0.58, 0.32],
      ])
      .loop([0.39, 0.51], [0.018, 0.025])
      .loop([0.61, 0.51], [0.018, 0.025])
      .line([
        [0.45, 0.61],
        [0.5, 0.64],
        [0.55, 0.61],
      ])
      .line([
        [0.31, 0.595],
        [0.15, 0.565],
      ])
      .line([
        [0.31, 0.635],
        [0.155, 0.66],
      ])
      .line([
        [0.69, 0.595],
        [0.85, 0.565],
      ])
      .line([
        [0.69, 0.635],
        [0.845, 0.66],
      ]).operations,
};

const fish: Sample = {
  name: 'Fish',
  suits: wordsOf(
    'fish fisch poisson pez whale wal baleine ballena shark hai requin tiburón dolphin delfin dauphin delfín sea meer mer mar ocean water',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .loop([0.43, 0.51], [0.29, 0.18])
      .line([
        [0.715, 0.5],
        [0.9, 0.35],
        [0.87, 0.51],
        [0.9, 0.67],
        [0.715, 0.52],
      ])
      .loop([0.28, 0.465], [0.02, 0.02])
      .line([
        [0.42, 0.335],
        [0.46, 0.51],
        [0.42, 0.685],
      ]).operations,
};

const sailboat: Sample = {
  name: 'Sailboat',
  suits: wordsOf(
    'sailboat segelboot voilier velero boat boot bateau barco ship schiff navire pirate lake see lac lago',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .line([
        [0.19, 0.66],
        [0.81, 0.66],
        [0.71, 0.84],
        [0.3, 0.84],
        [0.19, 0.66],
      ])
      .line([
        [0.5, 0.66],
        [0.5, 0.14],
      ])
      .line([
        [0.53, 0.17],
        [0.79, 0.6],
        [0.53, 0.61],
        [0.53, 0.17],
      ])
      .line([
        [0.47, 0.24],
        [0.26, 0.6],
        [0.47, 0.61],
        [0.47, 0.24],
      ]).operations,
};

const flower: Sample = {
  name: 'Flower',
  suits: wordsOf(
    'flower blume fleur flor sunflower sonnenblume tournesol girasol rose rosa tulip tulpe tulipe tulipán plant pflanze plante planta garden',
  ),
  draw: (width, height) => {
    const sheet = new SampleSheet(width, height).loop([0.5, 0.36], [0.11, 0.11]);
    for (let petal = 0; petal < 7; petal += 1) {
      const angle = (petal / 7) * Math.PI * 2;
      sheet.loop([0.5 + Math.cos(angle) * 0.2, 0.36 + Math.sin(angle) * 0.2], [0.085, 0.085]);
    }
    return sheet
      .line([
        [0.5, 0.66],
        [0.52, 0.8],
        [0.5, 0.96],
      ])
      .loop([0.64, 0.82], [0.11, 0.045]).operations;
  },
};

const rocket: Sample = {
  name: 'Rocket',
  suits: wordsOf(
    'rocket rakete fusée cohete spaceship raumschiff space weltraum espace espacio ufo moon mond lune luna planet',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .loop([0.5, 0.46], [0.14, 0.33])
      .loop([0.5, 0.38], [0.06, 0.06])
      .line([
        [0.37, 0.62],
        [0.24, 0.81],
        [0.42, 0.75],
      ])
      .line([
        [0.63, 0.62],
        [0.76, 0.81],
        [0.58, 0.75],
      ])
      .line([
        [0.43, 0.8],
        [0.5, 0.96],
        [0.57, 0.8],
      ]).operations,
};

const house: Sample = {
  name: 'House',
  suits: wordsOf(
    'house haus maison casa home hut hütte cabane cottage castle schloss château castillo village dorf pueblo',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .line([
        [0.27, 0.48],
        [0.27, 0.85],
        [0.73, 0.85],
        [0.73, 0.48],
      ])
      .line([
        [0.19, 0.48],
        [0.5, 0.19],
        [0.81, 0.48],
        [0.19, 0.48],
      ])
      .line([
        [0.55, 0.85],
        [0.55, 0.66],
        [0.67, 0.66],
        [0.67, 0.85],
      ])
      .line([
        [0.34, 0.58],
        [0.46, 0.58],
        [0.46, 0.7],
        [0.34, 0.7],
        [0.34, 0.58],
      ]).operations,
};

const apple: Sample = {
  name: 'Apple',
  suits: wordsOf(
    'apple apfel pomme manzana pear birne poire pera cherry kirsche cerise cereza peach pfirsich pêche melocotón tomato tomate fruit frucht fruta',
  ),
  draw: (width, height) =>
    new SampleSheet(width, height)
      .loop([0.5, 0.58], [0.27, 0.26])
      .line([
        [0.5, 0.33],
        [0.51, 0.27],
        [0.54, 0.19],
      ])
      .loop([0.65, 0.23], [0.1, 0.05]).operations,
};

const ALL: readonly Sample[] = [cat, fish, sailboat, flower, rocket, house, apple];

/** All samples, those that suit the prompt first. */
export function samplesFor(prompt: string): readonly Sample[] {
  const words = [...wordsOf(prompt)];
  const matches = ({ suits }: Sample) =>
    words.some((word) => suits.has(word) || suits.has(word.replace(/s$/, '')));
  return [...ALL.filter(matches), ...ALL.filter((sample) => !matches(sample))];
}

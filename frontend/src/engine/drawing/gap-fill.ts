import { floodMask, likeMask, pixelAt, type Pixels, reachable } from './flood-fill';

/** Farther from all lines than anybody asked. */
const FAR = 255;

/** Calls `visit` with the neighbours of a pixel that lie on the sheet. */
function eachSide(pixel: number, width: number, length: number, visit: (neighbour: number) => void): void {
  const column = pixel % width;
  if (column > 0) visit(pixel - 1);
  if (column < width - 1) visit(pixel + 1);
  if (pixel >= width) visit(pixel - width);
  if (pixel + width < length) visit(pixel + width);
}

/** The same across the corners. */
function eachCorner(pixel: number, width: number, length: number, visit: (neighbour: number) => void): void {
  const column = pixel % width;
  if (pixel >= width) {
    if (column > 0) visit(pixel - width - 1);
    if (column < width - 1) visit(pixel - width + 1);
  }
  if (pixel + width < length) {
    if (column > 0) visit(pixel + width - 1);
    if (column < width - 1) visit(pixel + width + 1);
  }
}

/**
 * How many pixels each open one is from the next that is not, or from the edge: 0 on a line, 1 beside it, up to `most`,
 * and {@link FAR} beyond. Grows from the lines, so it looks at little of an empty sheet; every other step goes across
 * corners, too, which makes circles nearly round.
 */
function shoreOf(open: Uint8Array, width: number, most: number): Uint8Array {
  const { length } = open;
  const far = new Uint8Array(length);
  let ring: number[] = [];
  const reach = (pixel: number, level: number, next: number[]) => {
    far[pixel] = level;
    next.push(pixel);
  };
  for (let pixel = 0; pixel < length; pixel += 1) {
    if (open[pixel] === 1) {
      const column = pixel % width;
      const edge = column === 0 || column === width - 1 || pixel < width || pixel >= length - width;
      const beside =
        edge ||
        open[pixel - 1] === 0 ||
        open[pixel + 1] === 0 ||
        open[pixel - width] === 0 ||
        open[pixel + width] === 0;
      far[pixel] = FAR;
      if (beside) {
        reach(pixel, 1, ring);
      }
    }
  }
  for (let level = 2; level <= most; level += 1) {
    const next: number[] = [];
    const visit = (neighbour: number) => {
      if (far[neighbour] === FAR) {
        reach(neighbour, level, next);
      }
    };
    for (const pixel of ring) {
      eachSide(pixel, width, length, visit);
      if (level % 2 === 0) {
        eachCorner(pixel, width, length, visit);
      }
    }
    ring = next;
  }
  return far;
}

/** The place nearby that is farthest from all lines: uphill from where somebody pressed. */
function summit(far: Uint8Array, start: number, width: number): number {
  let place = start;
  for (let higher = start; ; place = higher) {
    eachSide(place, width, far.length, (neighbour) => {
      if ((far[neighbour] ?? 0) > (far[higher] ?? 0)) {
        higher = neighbour;
      }
    });
    if (higher === place) {
      return place;
    }
  }
}

/**
 * As {@link floodMask}, but openings of the outline up to `gap` pixels keep it in. First what lies farther than half a gap
 * from all lines is filled, which no narrow opening leads out of; from there it goes on towards the lines only, never away
 * from them: into every corner, and not past the middle of an opening.
 */
export function floodWithin(pixels: Pixels, x: number, y: number, gap: number): Uint8Array {
  const { width, height } = pixels;
  const start = pixelAt(pixels, x, y);
  if (gap <= 0 || start === undefined) {
    return floodMask(pixels, x, y);
  }
  const half = Math.ceil(gap / 2);
  const far = shoreOf(likeMask(pixels, start), width, half);
  const top = summit(far, start, width);
  // An area that is narrower than the gap is filled all the same, by its own measure.
  const shore = Math.min(half, (far[top] ?? 0) - 1);
  const mask = reachable(width, height, top, (pixel) => (far[pixel] ?? 0) > shore);
  descend(mask, far, width, shore, half);
  return mask;
}

/** Goes on from what is reached to all that is not farther from the lines; over level ground so many pixels. */
function descend(mask: Uint8Array, far: Uint8Array, width: number, shore: number, level: number): void {
  /** How many pixels of level ground may still be crossed from here. */
  const budgets = new Uint8Array(mask.length);
  const reached: number[] = [];
  const low = (pixel: number) => (far[pixel] ?? 0) <= shore;
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    // Only from the shore it goes on. At the edge this takes in some from the other side, which does no harm.
    if (mask[pixel] === 1 && (low(pixel - 1) || low(pixel + 1) || low(pixel - width) || low(pixel + width))) {
      budgets[pixel] = level;
      reached.push(pixel);
    }
  }
  for (let next = 0; next < reached.length; next += 1) {
    const pixel = reached[next] ?? 0;
    const here = far[pixel] ?? 0;
    const budget = budgets[pixel] ?? 0;
    eachSide(pixel, width, far.length, (neighbour) => {
      const there = far[neighbour] ?? 0;
      if (mask[neighbour] === 0 && there > 0 && (there < here || (there === here && budget > 0))) {
        mask[neighbour] = 1;
        budgets[neighbour] = there < here ? level : budget - 1;
        reached.push(neighbour);
      }
    });
  }
}

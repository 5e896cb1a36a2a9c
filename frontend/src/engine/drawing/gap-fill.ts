import { floodMask, likeMask, type Pixels } from './flood-fill';

/** A step to the side counts 3, one across the corner 4: close to true distances, in whole numbers. */
const SIDE = 3;
const CORNER = 4;

/** Far from everything. */
const FAR = 0xffff;

/** How far each open pixel is from the next one that is not, or from the edge, in thirds of a pixel. */
function distances(open: Uint8Array, width: number): Uint16Array {
  const height = open.length / width;
  const far = new Uint16Array(open.length);
  const relax = (pixel: number, neighbour: number, step: number) => {
    const way = (far[neighbour] ?? FAR) + step;
    if (way < (far[pixel] ?? 0)) {
      far[pixel] = way;
    }
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = y * width + x;
      if (open[pixel] === 1) {
        far[pixel] = x === 0 || y === 0 || x === width - 1 || y === height - 1 ? SIDE : FAR;
        if (x > 0) relax(pixel, pixel - 1, SIDE);
        if (y > 0) {
          relax(pixel, pixel - width, SIDE);
          if (x > 0) relax(pixel, pixel - width - 1, CORNER);
          if (x < width - 1) relax(pixel, pixel - width + 1, CORNER);
        }
      }
    }
  }
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = width - 1; x >= 0; x -= 1) {
      const pixel = y * width + x;
      if (open[pixel] === 1) {
        if (x < width - 1) relax(pixel, pixel + 1, SIDE);
        if (y < height - 1) {
          relax(pixel, pixel + width, SIDE);
          if (x > 0) relax(pixel, pixel + width - 1, CORNER);
          if (x < width - 1) relax(pixel, pixel + width + 1, CORNER);
        }
      }
    }
  }
  return far;
}

/** Calls `visit` with the neighbours of a pixel that lie on the sheet. */
function eachSide(pixel: number, width: number, length: number, visit: (neighbour: number) => void): void {
  const column = pixel % width;
  if (column > 0) visit(pixel - 1);
  if (column < width - 1) visit(pixel + 1);
  if (pixel >= width) visit(pixel - width);
  if (pixel + width < length) visit(pixel + width);
}

/** The place nearby that is farthest from all lines: uphill from where somebody pressed. */
function summit(far: Uint16Array, start: number, width: number): number {
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
 * As {@link floodMask}, but openings of the outline up to `gap` pixels keep it in. First what lies at least half a gap
 * away from all lines is filled, which no narrow opening leads out of; from there it goes on towards the lines only,
 * never away from them: into every corner, and not past the middle of an opening.
 */
export function floodWithin(pixels: Pixels, x: number, y: number, gap: number): Uint8Array {
  const { width, height } = pixels;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (gap <= 0 || column < 0 || row < 0 || column >= width || row >= height) {
    return floodMask(pixels, x, y);
  }
  const start = row * width + column;
  const far = distances(likeMask(pixels, start), width);
  const top = summit(far, start, width);
  // An area that is narrower than the gap is filled all the same, by its own measure.
  const shore = Math.min((gap / 2) * SIDE, (far[top] ?? 0) - 1);
  const level = Math.ceil(gap / 2);
  const mask = new Uint8Array(far.length);
  /** How many pixels of level ground may still be crossed from here. */
  const budgets = new Uint8Array(far.length);
  const reached = new Int32Array(far.length);
  let count = 0;
  const reach = (pixel: number, budget: number) => {
    mask[pixel] = 1;
    budgets[pixel] = budget;
    reached[count] = pixel;
    count += 1;
  };
  reach(top, level);
  for (let next = 0; next < count; next += 1) {
    eachSide(reached[next] ?? 0, width, far.length, (neighbour) => {
      if (mask[neighbour] === 0 && (far[neighbour] ?? 0) > shore) {
        reach(neighbour, level);
      }
    });
  }
  for (let next = 0; next < count; next += 1) {
    const pixel = reached[next] ?? 0;
    const here = far[pixel] ?? 0;
    const budget = budgets[pixel] ?? 0;
    eachSide(pixel, width, far.length, (neighbour) => {
      const there = far[neighbour] ?? 0;
      if (mask[neighbour] === 0 && there > 0 && (there < here || (there === here && budget > 0))) {
        reach(neighbour, there < here ? level : budget - 1);
      }
    });
  }
  return mask;
}

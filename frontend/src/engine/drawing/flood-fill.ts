/** Pixels as ImageData holds them: RGBA, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Differences up to this, per channel of 255, count as the same colour: strokes have soft edges. */
export const DEFAULT_TOLERANCE = 48;

/** The three channels of `#rrggbb`. */
export function channels(colour: string): readonly [red: number, green: number, blue: number] {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Tells whether the pixel of a number has about the colour of another one. */
function likeness({ data }: Pixels, origin: number, tolerance: number): (pixel: number) => boolean {
  const at = (index: number) => data[index] ?? 0;
  const [red, green, blue] = [at(origin * 4), at(origin * 4 + 1), at(origin * 4 + 2)];
  return (pixel) => {
    const index = pixel * 4;
    return (
      Math.abs(at(index) - red) <= tolerance &&
      Math.abs(at(index + 1) - green) <= tolerance &&
      Math.abs(at(index + 2) - blue) <= tolerance
    );
  };
}

/** Marks everything of like colour, wherever it is: 1, one byte a pixel, row by row. */
export function likeMask(pixels: Pixels, origin: number, tolerance = DEFAULT_TOLERANCE): Uint8Array {
  const like = likeness(pixels, origin, tolerance);
  const mask = new Uint8Array(pixels.width * pixels.height);
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    mask[pixel] = like(pixel) ? 1 : 0;
  }
  return mask;
}

/**
 * Marks what can be reached from a pixel: 1 inside, 0 outside, one byte a pixel, row by row. Works in horizontal spans,
 * so it needs little memory even for a whole sheet.
 *
 * @param passable whether a pixel belongs to the area
 */
export function reachable(
  width: number,
  height: number,
  start: number,
  passable: (pixel: number) => boolean,
): Uint8Array {
  const mask = new Uint8Array(width * height);
  const open = (pixel: number) => mask[pixel] === 0 && passable(pixel);
  const seeds = [start];
  for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
    if (!open(seed)) {
      continue;
    }
    const row = Math.floor(seed / width) * width;
    let left = seed;
    while (left > row && open(left - 1)) {
      left -= 1;
    }
    let aboveOpen = false;
    let belowOpen = false;
    for (let pixel = left; pixel < row + width && open(pixel); pixel += 1) {
      mask[pixel] = 1;
      const above = row > 0 && open(pixel - width);
      if (above && !aboveOpen) {
        seeds.push(pixel - width);
      }
      aboveOpen = above;
      const below = row + width < width * height && open(pixel + width);
      if (below && !belowOpen) {
        seeds.push(pixel + width);
      }
      belowOpen = below;
    }
  }
  return mask;
}

/**
 * Marks the area of like colour around a point, as {@link reachable} does.
 *
 * @param x column of the start; outside of the picture nothing is marked
 */
export function floodMask(pixels: Pixels, x: number, y: number, tolerance = DEFAULT_TOLERANCE): Uint8Array {
  const { width, height } = pixels;
  const start = pixelAt(pixels, x, y);
  return start === undefined
    ? new Uint8Array(width * height)
    : reachable(width, height, start, likeness(pixels, start, tolerance));
}

/** The number of the pixel at a place; undefined outside of the picture. */
export function pixelAt({ width, height }: Pixels, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 0 || row < 0 || column >= width || row >= height ? undefined : row * width + column;
}

/** Widens a mask by one pixel to all four sides, so that no light seam stays along a soft edge. */
export function widen(mask: Uint8Array, width: number): Uint8Array {
  const wide = mask.slice();
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    if (mask[pixel] === 1) {
      const column = pixel % width;
      if (column > 0) wide[pixel - 1] = 1;
      if (column < width - 1) wide[pixel + 1] = 1;
      if (pixel >= width) wide[pixel - width] = 1;
      if (pixel + width < mask.length) wide[pixel + width] = 1;
    }
  }
  return wide;
}

/** Gives the marked pixels a colour, fully opaque, in place. */
export function paintMask(pixels: Pixels, mask: Uint8Array, colour: string): void {
  const [red, green, blue] = channels(colour);
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    if (mask[pixel] === 1) {
      pixels.data.set([red, green, blue, 255], pixel * 4);
    }
  }
}

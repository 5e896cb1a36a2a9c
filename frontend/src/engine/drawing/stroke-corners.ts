import type { PenPoint } from './operations';

/** Radians: a sharper turn is meant as a corner. */
const SHARPEST_CURVE = 0.95;
/** How straight the line has to be on both sides of a corner: distance by way. A curve is not. */
const STRAIGHT = 0.98;
/** Pixels on each side of a corner, at least; shorter ones are tremor. */
const SHORTEST_ARM = 8;

/** One side of a point: where the line comes from, or goes to, at the distance of an arm. */
interface Arm {
  readonly dx: number;
  readonly dy: number;
  readonly straight: boolean;
}

/** Follows the line from a point until it is an arm's length away; undefined when it ends before. */
function armAt(points: readonly PenPoint[], start: number, step: 1 | -1, length: number): Arm | undefined {
  let way = 0;
  for (let index = start; points[index + step]; index += step) {
    const [x, y] = points[index] ?? [0, 0];
    const [nextX, nextY] = points[index + step] ?? [0, 0];
    way += Math.hypot(nextX - x, nextY - y);
    if (way >= length) {
      const [fromX, fromY] = points[start] ?? [0, 0];
      const [dx, dy] = [nextX - fromX, nextY - fromY];
      return { dx, dy, straight: Math.hypot(dx, dy) >= way * STRAIGHT };
    }
  }
  return undefined;
}

/** How far the line turns at a point, in radians; 0 where it is bent rather than cornered. */
function turnAt(points: readonly PenPoint[], index: number, length: number): number {
  const back = armAt(points, index, -1, length);
  const forth = armAt(points, index, 1, length);
  if (!back?.straight || !forth?.straight) {
    return 0;
  }
  const turn = Math.atan2(forth.dy, forth.dx) - Math.atan2(-back.dy, -back.dx);
  return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
}

/**
 * Where a line by hand has corners that are meant, as indices of its points: smoothing each side by itself keeps them.
 * Circles have none, however small.
 *
 * @param size width of the line in pixels
 */
export function cornersIn(points: readonly PenPoint[], size: number): readonly number[] {
  const length = Math.max(SHORTEST_ARM, size * 0.75);
  const corners: number[] = [];
  let best = 0;
  let sharpest = SHARPEST_CURVE;
  let since = 0;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x, y] = points[index] ?? [0, 0];
    const [beforeX, beforeY] = points[index - 1] ?? [0, 0];
    since += Math.hypot(x - beforeX, y - beforeY);
    // Around a corner several points turn: the one that turns most is it.
    if (best > 0 && since > length) {
      corners.push(best);
      [best, sharpest] = [0, SHARPEST_CURVE];
    }
    const turn = turnAt(points, index, length);
    if (turn > sharpest) {
      [best, sharpest, since] = [index, turn, 0];
    }
  }
  return best > 0 ? [...corners, best] : corners;
}

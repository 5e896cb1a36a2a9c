import { getStroke } from 'perfect-freehand';
import type { Stroke } from './operations';

/** Corners of the area that a stroke covers, in pixels of the sheet. */
export type Outline = readonly (readonly [x: number, y: number])[];

/** The area of a stroke, thick where the pen was pressed. */
export function outlineOf(stroke: Stroke, finished: boolean): Outline {
  return getStroke(
    stroke.points.map(([x, y, pressure]) => [x, y, pressure]),
    {
      size: stroke.size,
      thinning: stroke.tool === 'eraser' ? 0 : 0.55,
      smoothing: 0.5,
      streamline: 0.4,
      simulatePressure: stroke.simulatePressure,
      last: finished,
    },
  ).map(([x, y]) => [x, y] as const);
}

/** The same as an SVG path: a closed curve through the middles of the edges. Empty for an empty outline. */
export function outlinePath(outline: Outline): string {
  const first = outline[0];
  if (!first) {
    return '';
  }
  const round = (value: number) => Math.round(value * 100) / 100;
  const curve = outline.map(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length] ?? first;
    return `${round(x)} ${round(y)} ${round((x + nextX) / 2)} ${round((y + nextY) / 2)}`;
  });
  return `M${round(first[0])} ${round(first[1])}Q${curve.join(' ')}Z`;
}

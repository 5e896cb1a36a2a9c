import { getStroke } from 'perfect-freehand';
import type { Stroke } from './operations';
import { cornersIn } from './stroke-corners';

/** Corners of an area that a stroke covers, in pixels of the sheet. */
export type Outline = readonly (readonly [x: number, y: number])[];

/** What an outline is drawn with: a `Path2D`, or a context. */
export type Tracer = Pick<CanvasPath, 'moveTo' | 'quadraticCurveTo' | 'closePath'>;

/** The areas of a stroke, thick where the pen was pressed: one for each part between two corners. */
export function outlinesOf(stroke: Stroke, finished: boolean): readonly Outline[] {
  const { points, size } = stroke;
  const ends = [...cornersIn(points, size), points.length - 1];
  return ends.map((end, part) =>
    getStroke(
      points.slice(ends[part - 1] ?? 0, end + 1).map(([x, y, pressure]) => [x, y, pressure]),
      {
        size,
        thinning: stroke.tool === 'eraser' ? 0 : 0.55,
        smoothing: 0.5,
        streamline: 0.4,
        simulatePressure: stroke.simulatePressure,
        last: finished || part < ends.length - 1,
      },
    ).map(([x, y]) => [x, y] as const),
  );
}

/** Draws an outline as a closed curve through the middles of its edges. */
export function trace(path: Tracer, outline: Outline): void {
  const first = outline[0];
  if (!first) {
    return;
  }
  path.moveTo(...first);
  outline.forEach(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length] ?? first;
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  });
  path.closePath();
}

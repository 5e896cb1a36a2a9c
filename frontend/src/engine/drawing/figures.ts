/** A place on the sheet in pixels. */
export type Place = readonly [x: number, y: number];

/** A figure, from one corner of its box to the opposite one. */
export interface DrawnFigure {
  readonly figure: FigureName;
  readonly from: Place;
  readonly to: Place;
  /** CSS colour `#rrggbb` */
  readonly colour: string;
  /** Width of its lines in pixels. */
  readonly size: number;
}

/** Lines and shapes are drawn with the pen's width; stamps are areas, as wide as they are high. */
const SHAPES = ['line', 'rectangle', 'ellipse'] as const;

/** Areas on a grid of 24 by 24, as SVG paths; what lies inside of two outlines is a hole. */
const STAMPS = {
  box: 'M0 0H24V24H0z',
  disc: 'M0 12a12 12 0 1 0 24 0a12 12 0 1 0-24 0z',
  star: 'M12 0l3.5 8.200 8.900.800-6.700 5.900 2 8.700L12 19l-7.700 4.600 2-8.700L-.4 9l8.900-.800z',
  heart:
    'M12 22.500C4.500 16.500 0 12.500 0 7.300 0 3.700 2.800 1 6.200 1 8.600 1 10.800 2.300 12 4.400 13.200 2.300 15.400 1 17.800 1 21.200 1 24 3.700 24 7.300c0 5.200-4.500 9.200-12 15.200z',
  sun: 'M12 0l1.800 4h-3.600zM12 24l-1.800-4h3.600zM0 12l4-1.800v3.600zM24 12l-4 1.800v-3.600zM3.500 3.500l4.100 1.600-2.500 2.500zM20.500 20.500l-4.100-1.600 2.500-2.500zM3.500 20.500l1.600-4.100 2.500 2.500zM20.500 3.500l-1.600 4.100-2.500-2.500zM12 5.600a6.400 6.400 0 1 1 0 12.800a6.400 6.400 0 1 1 0-12.800z',
  moon: 'M15.500 1A11.500 11.500 0 1 0 23.500 16.500 9.500 9.500 0 0 1 15.500 1z',
  cloud: 'M6 20a5.500 5.500 0 0 1-.8-10.900A7 7 0 0 1 18.300 8.300 6 6 0 0 1 18 20z',
  tree: 'M12 0l7 8.500h-3.500L20.500 15h-4L22 20.500h-8.500V24h-3v-3.500H2L7.500 15h-4L8.500 8.500H5z',
  house: 'M12 1L24 11.500h-3V23h-6.500v-7h-5v7H3V11.500H0z',
  flower:
    'M12 8.400A4.600 4.600 0 1 1 15.700 10.600 4.600 4.600 0 1 1 14.700 15.300 4.600 4.600 0 1 1 9.300 15.300 4.600 4.600 0 1 1 8.300 10.600 4.600 4.600 0 1 1 12 8.400zM12 10.300a2 2 0 1 0 0 4 2 2 0 1 0 0-4z',
  fish: 'M17.500 12c2-3.500 4.300-5 6.500-5.500-1.300 3.700-1.300 7.300 0 11-2.200-.500-4.500-2-6.500-5.500-2.500 4-5.500 6-9.500 6-3.500 0-6.300-2-8-6 1.700-4 4.500-6 8-6 4 0 7 2 9.500 6zM5.500 9a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 1 0 0-2.600z',
  person:
    'M12 0a3.800 3.800 0 1 1 0 7.600A3.800 3.800 0 1 1 12 0zM8 8.800h8l5 6.200-2.300 1.900-2.700-3.300V24h-3.200v-6.500h-1.600V24H8V13.600l-2.700 3.300L3 15z',
  arrow: 'M13.500 4L24 12l-10.500 8v-5H0V9h13.500z',
} as const;

export type Shape = (typeof SHAPES)[number];
export type Stamp = keyof typeof STAMPS;
export type FigureName = Shape | Stamp;

/** All figures, in the order in which they are offered. */
export const FIGURES: readonly FigureName[] = [...SHAPES, ...(Object.keys(STAMPS) as Stamp[])];

/** Side of the grid of {@link stampPath}. */
export const STAMP_SIDE = 24;

/** Whether a figure is an area. */
export function isStamp(figure: FigureName): figure is Stamp {
  return figure in STAMPS;
}

/** The area of a stamp as an SVG path, on a grid of {@link STAMP_SIDE}. */
export function stampPath(stamp: Stamp): string {
  return STAMPS[stamp];
}

/** Stamps of the pen's width would be too small to be seen. */
const STAMP_PER_PEN = 8;
/** Pixels: a shorter way is a press, not a drag. */
const DRAG = 6;

/** These two are shapes with an inside, and take any box; all other stamps keep their shape. */
const STRETCHES: ReadonlySet<FigureName> = new Set(['rectangle', 'ellipse', 'box', 'disc']);

/**
 * The corners of a figure that is dragged from one place to another: a stamp keeps its shape, and one that is only
 * pressed lies around that place. Undefined for a line or a shape that is only pressed: there is nothing to see of it.
 *
 * @param even squares, circles, and lines at multiples of 45 degrees
 */
export function cornersOf(
  figure: FigureName,
  from: Place,
  to: Place,
  size: number,
  even: boolean,
): readonly [from: Place, to: Place] | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (Math.hypot(dx, dy) < DRAG) {
    const half = (size * STAMP_PER_PEN) / 2;
    return isStamp(figure)
      ? [
          [from[0] - half, from[1] - half],
          [from[0] + half, from[1] + half],
        ]
      : undefined;
  }
  if (figure === 'line') {
    return [from, even ? alongEighths(from, dx, dy) : to];
  }
  if (STRETCHES.has(figure) && !even) {
    return [from, to];
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return [from, [from[0] + (dx < 0 ? -side : side), from[1] + (dy < 0 ? -side : side)]];
}

function alongEighths(from: Place, dx: number, dy: number): Place {
  const angle = Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) * (Math.PI / 4);
  const length = Math.hypot(dx, dy);
  return [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
}

/** Draws a figure in its colour. */
export function paintFigure(
  context: CanvasRenderingContext2D,
  { figure, from, to, colour, size }: DrawnFigure,
): void {
  const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
  const [width, height] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  context.save();
  if (isStamp(figure)) {
    context.fillStyle = colour;
    context.translate(left, top);
    context.scale(width / STAMP_SIDE, height / STAMP_SIDE);
    context.fill(new Path2D(STAMPS[figure]), 'evenodd');
  } else {
    context.strokeStyle = colour;
    context.lineWidth = size;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    if (figure === 'line') {
      context.moveTo(from[0], from[1]);
      context.lineTo(to[0], to[1]);
    } else if (figure === 'rectangle') {
      context.rect(left, top, width, height);
    } else {
      context.ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 0, 0, Math.PI * 2);
    }
    context.stroke();
  }
  context.restore();
}

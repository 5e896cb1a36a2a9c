import type { Brush } from './brush';
import { cornersOf, type Place } from './figures';
import type { Figure, Fill, PenPoint, Stroke } from './operations';

/** What is drawn between putting the pen down and lifting it. */
export interface Gesture {
  /** @param even squares, circles and straight lines are wanted */
  extend(points: readonly PenPoint[], even: boolean): void;
  /** What it has become so far; undefined while it is nothing yet. */
  readonly operation: Stroke | Figure | Fill | undefined;
}

/** A line by hand. */
class StrokeGesture implements Gesture {
  readonly #points: PenPoint[];

  constructor(
    private readonly brush: Brush,
    private readonly tool: Stroke['tool'],
    first: PenPoint,
    private readonly simulatePressure: boolean,
  ) {
    this.#points = [first];
  }

  extend(points: readonly PenPoint[]): void {
    this.#points.push(...points);
  }

  get operation(): Stroke {
    const { tool, simulatePressure } = this;
    const { layer, colour, size } = this.brush;
    return { kind: 'stroke', layer, tool, colour, size, simulatePressure, points: this.#points.slice() };
  }
}

/** A figure is dragged from corner to corner. */
class FigureGesture implements Gesture {
  readonly #from: Place;
  #to: Place;
  #even = false;

  constructor(
    private readonly brush: Brush,
    [x, y]: PenPoint,
  ) {
    this.#from = [x, y];
    this.#to = this.#from;
  }

  extend(points: readonly PenPoint[], even: boolean): void {
    const [x, y] = points.at(-1) ?? this.#to;
    this.#to = [x, y];
    this.#even = even;
  }

  get operation(): Figure | undefined {
    const { figure, layer, colour, size } = this.brush;
    const corners = cornersOf(figure, this.#from, this.#to, size, this.#even);
    return corners && { kind: 'figure', layer, figure, from: corners[0], to: corners[1], colour, size };
  }
}

/** An area is chosen: the place can be mended until the pen is lifted. */
class FillGesture implements Gesture {
  #place: Place;

  constructor(
    private readonly brush: Brush,
    [x, y]: PenPoint,
  ) {
    this.#place = [x, y];
  }

  extend(points: readonly PenPoint[]): void {
    const [x, y] = points.at(-1) ?? this.#place;
    this.#place = [x, y];
  }

  get operation(): Fill {
    const { layer, colour, gap } = this.brush;
    const [x, y] = this.#place;
    return { kind: 'fill', layer, x, y, colour, gap };
  }
}

/**
 * What the brush begins to draw at a place; undefined for the pipette, which draws nothing.
 *
 * @param simulatePressure the device tells no pressure
 */
export function gestureOf(brush: Brush, first: PenPoint, simulatePressure: boolean): Gesture | undefined {
  switch (brush.tool) {
    case 'pen':
    case 'eraser':
      return new StrokeGesture(brush, brush.tool, first, simulatePressure);
    case 'figure':
      return new FigureGesture(brush, first);
    case 'fill':
      return new FillGesture(brush, first);
    case 'pipette':
      return undefined;
  }
}

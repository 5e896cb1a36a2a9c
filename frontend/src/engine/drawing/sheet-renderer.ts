import { floodMask, paintMask, widen } from './flood-fill';
import { type Operation, type Stroke, visible } from './operations';
import { outlineOf, outlinePath } from './stroke-outline';

/** Paint is kept after every so many operations, so that undo need not repeat a whole lesson. */
const CHECKPOINT_EVERY = 16;
const MOST_CHECKPOINTS = 6;
const PAPER = '#ffffff';

interface Checkpoint {
  /** Exactly these operations lead to the pixels. */
  readonly operations: readonly Operation[];
  readonly paint: ImageData;
  readonly underlay: number | undefined;
}

function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Error('the browser has no 2D canvas left');
  }
  return context;
}

/**
 * Turns operations into pixels. Two layers: paper with the underlay, and paint above it, so that the eraser brings
 * the underlay back. The canvas shows both and is what the engine gets.
 */
export class SheetRenderer {
  readonly #shown: CanvasRenderingContext2D;
  readonly #paint: CanvasRenderingContext2D;
  #underlay: number | undefined;
  #drawn: readonly Operation[] = [];
  #checkpoints: Checkpoint[] = [];

  /** @param imageOf finds the image of an underlay */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly imageOf: (image: number) => ImageBitmap | undefined,
  ) {
    this.#shown = context2d(canvas);
    this.#paint = context2d(document.createElement('canvas'));
    this.resize(canvas.width, canvas.height);
  }

  /** Changes the size in pixels; the sheet is blank afterwards. */
  resize(width: number, height: number): void {
    for (const { canvas } of [this.#shown, this.#paint]) {
      canvas.width = width;
      canvas.height = height;
    }
    this.#checkpoints = [];
    this.#drawn = [];
    this.#underlay = undefined;
    this.#compose();
  }

  /** Shows exactly these operations. Cheap when they continue what is shown. */
  render(operations: readonly Operation[]): void {
    const seen = visible(operations);
    const start = continues(this.#drawn, seen) ? this.#drawn.length : this.#restore(seen);
    for (let index = start; index < seen.length; index += 1) {
      const operation = seen[index];
      if (operation) {
        this.#apply(operation);
        if ((index + 1) % CHECKPOINT_EVERY === 0) {
          this.#keep(seen.slice(0, index + 1));
        }
      }
    }
    this.#drawn = seen;
    this.#compose();
  }

  /** Shows a stroke that is not finished on top of the rest. */
  preview(stroke: Stroke): void {
    if (stroke.tool === 'pen') {
      this.#compose();
      paintStroke(this.#shown, stroke, false);
      return;
    }
    // What an eraser uncovers can only be seen by taking paint away: it is put back when the stroke ends.
    paintStroke(this.#paint, stroke, false);
    this.#compose();
  }

  /** The pixels of the paint alone are no longer those of the operations; the next render starts afresh. */
  discardPreview(): void {
    this.#drawn = [FRESH];
  }

  /** The colour that is seen at a place, as `#rrggbb`. */
  colourAt(x: number, y: number): string {
    const { width, height } = this.canvas;
    const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value)));
    const { data } = this.#shown.getImageData(inside(x, width), inside(y, height), 1, 1);
    return `#${[...data.slice(0, 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  }

  #restore(seen: readonly Operation[]): number {
    const best = this.#checkpoints.filter((checkpoint) => continues(checkpoint.operations, seen)).at(-1);
    const { width, height } = this.#paint.canvas;
    if (best) {
      this.#paint.putImageData(best.paint, 0, 0);
      this.#underlay = best.underlay;
      return best.operations.length;
    }
    this.#paint.clearRect(0, 0, width, height);
    this.#underlay = undefined;
    return 0;
  }

  #keep(operations: readonly Operation[]): void {
    const { width, height } = this.#paint.canvas;
    const paint = this.#paint.getImageData(0, 0, width, height);
    this.#checkpoints = [
      ...this.#checkpoints.filter((checkpoint) => continues(checkpoint.operations, operations)),
      { operations, paint, underlay: this.#underlay },
    ].slice(-MOST_CHECKPOINTS);
  }

  #apply(operation: Operation): void {
    switch (operation.kind) {
      case 'stroke':
        paintStroke(this.#paint, operation, true);
        break;
      case 'fill':
        this.#fill(operation.x, operation.y, operation.colour);
        break;
      case 'underlay':
        this.#underlay = operation.image;
        break;
      case 'clear':
        break;
    }
  }

  #fill(x: number, y: number, colour: string): void {
    const { width, height } = this.canvas;
    this.#compose();
    const area = widen(floodMask(this.#shown.getImageData(0, 0, width, height), x, y), width);
    const paint = this.#paint.getImageData(0, 0, width, height);
    paintMask(paint, area, colour);
    this.#paint.putImageData(paint, 0, 0);
  }

  #compose(): void {
    const { width, height } = this.canvas;
    this.#shown.fillStyle = PAPER;
    this.#shown.fillRect(0, 0, width, height);
    const image = this.#underlay === undefined ? undefined : this.imageOf(this.#underlay);
    if (image) {
      const scale = Math.max(width / image.width, height / image.height);
      const [wide, high] = [image.width * scale, image.height * scale];
      this.#shown.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
    }
    this.#shown.drawImage(this.#paint.canvas, 0, 0);
  }
}

/** Stands for pixels that no list of operations leads to. */
const FRESH: Operation = { kind: 'clear' };

/** Whether `later` begins with all of `earlier`. Operations are immutable, so identity is enough. */
function continues(earlier: readonly Operation[], later: readonly Operation[]): boolean {
  return earlier.length <= later.length && earlier.every((operation, index) => operation === later[index]);
}

function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, finished: boolean): void {
  context.save();
  context.globalCompositeOperation = stroke.tool === 'eraser' ? 'destination-out' : 'source-over';
  context.fillStyle = stroke.colour;
  context.fill(new Path2D(outlinePath(outlineOf(stroke, finished))));
  context.restore();
}

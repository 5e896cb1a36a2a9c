import { paintMask, widen } from './flood-fill';
import { floodWithin } from './gap-fill';
import { type Drawable, type LayerPixels, LayerStack } from './layer-stack';
import { type Fill, hiddenLayers, type Layer, layerOf, type Operation, visible } from './operations';

/** Paint is kept after so much work, so that undo need not repeat a whole lesson. */
const CHECKPOINT_EVERY = 16;
/** Work of a fill, which looks at every pixel; everything else counts one. */
const FILL_WORK = 6;
const MOST_CHECKPOINTS = 6;

interface Checkpoint {
  /** Exactly these operations lead to the paint. */
  readonly operations: readonly Operation[];
  readonly paint: LayerPixels;
}

/** Turns operations into pixels: what the engine gets on one canvas, notes on another one above it. */
export class SheetRenderer {
  readonly #layers: LayerStack;
  #drawn: readonly Operation[] = [];
  #checkpoints: Checkpoint[] = [];

  /** @param imageOf finds the image of an underlay */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    notes: HTMLCanvasElement,
    private readonly imageOf: (image: number) => ImageBitmap | undefined,
  ) {
    this.#layers = new LayerStack(canvas, notes);
    this.resize(canvas.width, canvas.height);
  }

  /** Changes the size in pixels; the sheet is blank afterwards. */
  resize(width: number, height: number): void {
    this.#layers.resize(width, height);
    this.#checkpoints = [];
    this.#drawn = [];
    this.#adjust();
    this.#layers.composeSent();
  }

  /**
   * Shows exactly these operations. Cheap when they continue what is shown.
   *
   * @returns whether what the engine gets may look different now
   */
  render(operations: readonly Operation[]): boolean {
    const seen = visible(operations);
    const former = this.#drawn;
    this.#layers.unfinished = undefined;
    const start = continues(former, seen) ? former.length : this.#restore(seen);
    let work = 0;
    seen.slice(start).forEach((operation, index) => {
      this.#drawn = seen.slice(0, start + index + 1);
      this.#apply(operation);
      work += operation.kind === 'fill' ? FILL_WORK : 1;
      if (work >= CHECKPOINT_EVERY) {
        this.#keep(this.#drawn);
        work = 0;
      }
    });
    this.#drawn = seen;
    this.#adjust();
    const changes = (kind: (operation: Operation) => boolean) =>
      !same(former.filter(kind), seen.filter(kind));
    const sent = changes(isSent);
    // To see what it fills, a fill has put both together as they were then.
    const filled = seen.slice(start).some(({ kind }) => kind === 'fill');
    if (sent || filled) {
      this.#layers.composeSent();
    }
    if (filled || changes(isNoted)) {
      this.#layers.composeNotes();
    }
    return sent;
  }

  /**
   * Shows something that is not finished; undefined shows it no more.
   *
   * @returns whether what the engine gets looks different now
   */
  preview(drawable: Drawable | undefined, layer: Layer): boolean {
    this.#layers.unfinished = drawable;
    if (layer === 'notes') {
      this.#layers.composeNotes();
      return false;
    }
    this.#layers.composeSent();
    return true;
  }

  /** The colour that is seen at a place, as `#rrggbb`. */
  colourAt(x: number, y: number): string {
    const { width, height } = this.canvas;
    const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value)));
    const colour = this.#layers.colourAt(inside(x, width), inside(y, height));
    return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  }

  /** Image and hidden layers as after the operations that are drawn. */
  #adjust(): void {
    const laid = this.#drawn.findLast((operation) => operation.kind === 'underlay');
    this.#layers.image =
      laid?.kind === 'underlay' && laid.image !== undefined ? this.imageOf(laid.image) : undefined;
    this.#layers.hidden = hiddenLayers(this.#drawn);
  }

  #restore(seen: readonly Operation[]): number {
    const best = this.#checkpoints.filter((checkpoint) => continues(checkpoint.operations, seen)).at(-1);
    this.#layers.restore(best?.paint ?? {});
    return best?.operations.length ?? 0;
  }

  #keep(operations: readonly Operation[]): void {
    this.#checkpoints = [
      ...this.#checkpoints.filter((checkpoint) => continues(checkpoint.operations, operations)),
      { operations, paint: this.#layers.keep() },
    ].slice(-MOST_CHECKPOINTS);
  }

  #apply(operation: Operation): void {
    if (operation.kind === 'stroke' || operation.kind === 'figure') {
      this.#layers.draw(operation);
    } else if (operation.kind === 'fill') {
      this.#fill(operation);
    }
  }

  #fill(fill: Fill): void {
    const layer = layerOf(fill) ?? 'sheet';
    this.#adjust();
    this.#layers.composeSent();
    this.#layers.composeNotes();
    const seen = this.#layers.seen(layer);
    const area = widen(floodWithin(seen, fill.x, fill.y, fill.gap ?? 0), seen.width);
    const paint = this.#layers.pixels(layer);
    paintMask(paint, area, fill.colour);
    this.#layers.put(layer, paint);
  }
}

/** Whether the engine gets to see what this does. */
function isSent(operation: Operation): boolean {
  return layerOf(operation) !== 'notes';
}

function isNoted(operation: Operation): boolean {
  return !isSent(operation);
}

function same(one: readonly Operation[], other: readonly Operation[]): boolean {
  return one.length === other.length && continues(one, other);
}

/** Whether `later` begins with all of `earlier`. Operations are immutable, so identity is enough. */
function continues(earlier: readonly Operation[], later: readonly Operation[]): boolean {
  return earlier.length <= later.length && earlier.every((operation, index) => operation === later[index]);
}

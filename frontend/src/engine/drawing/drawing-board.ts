import { CanvasSource } from '../capture/canvas-source';
import { Listeners } from '../listeners';
import { type Brush, DEFAULT_BRUSH } from './brush';
import { type Gesture, gestureOf } from './gestures';
import type { Drawable } from './layer-stack';
import {
  type DrawingHistory,
  EMPTY_HISTORY,
  hiddenLayers,
  isBlank,
  type Layer,
  type Operation,
  type PenPoint,
  perform,
  redo,
  translate,
  undo,
} from './operations';
import type { Sample } from './samples';
import type { LaidImage, SheetContent } from './sheet-content';
import { SheetRenderer } from './sheet-renderer';
import { SheetView } from './sheet-view';

/** What the buttons around the sheet need to know. */
export interface BoardState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly blank: boolean;
  readonly hasUnderlay: boolean;
  readonly hidden: readonly Layer[];
}

/** Longer side of the sheet in pixels: finer than any model asks for, coarse enough to fill an area at once. */
export const SHEET_SIDE = 768;

/** A sheet of the shape of the session's pictures. */
export function sheetSize(width: number, height: number): { width: number; height: number } {
  const scale = SHEET_SIDE / Math.max(width, height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * A sheet to draw on. It owns its canvases, so a drawing outlives the panel that shows it. Pen samples go from the
 * pointer straight to the pixels, painted once a refresh.
 */
export class DrawingBoard {
  /** What the engine gets. */
  readonly canvas = document.createElement('canvas');
  /** Lies above it and is for the eye only. */
  readonly notes = document.createElement('canvas');
  readonly view = new SheetView();
  readonly source = new CanvasSource(this.canvas);
  readonly changes = new Listeners<BoardState>();
  /** The pipette took this colour, as `#rrggbb`. */
  readonly picked = new Listeners<string>();
  brush: Brush = DEFAULT_BRUSH;

  #images: LaidImage[] = [];
  readonly #renderer: SheetRenderer;
  #history: DrawingHistory = EMPTY_HISTORY;
  #gesture: Gesture | undefined;
  /** Where the gesture paints. */
  #layer: Layer = 'sheet';
  #refresh = 0;

  constructor() {
    Object.assign(this.canvas, { width: SHEET_SIDE, height: SHEET_SIDE });
    this.#renderer = new SheetRenderer(this.canvas, this.notes, (image) => this.#images[image]?.bitmap);
  }

  get state(): BoardState {
    const { done, undone } = this.#history;
    const underlay = done.findLast((each) => each.kind === 'underlay' || each.kind === 'clear');
    return {
      canUndo: done.length > 0,
      canRedo: undone.length > 0,
      blank: isBlank(this.#history),
      hasUnderlay: underlay?.kind === 'underlay' && underlay.image !== undefined,
      hidden: hiddenLayers(done),
    };
  }

  /** The pen is down. */
  get drawing(): boolean {
    return this.#gesture !== undefined;
  }

  /**
   * Puts the pen down; takes a colour at once when that is the tool. What is drawn on is shown.
   *
   * @param simulatePressure the device tells no pressure
   * @param brush for this time only
   */
  begin(point: PenPoint, simulatePressure: boolean, brush = this.brush): void {
    if (brush.tool === 'pipette') {
      this.picked.emit(this.#renderer.colourAt(point[0], point[1]));
      return;
    }
    this.show(brush.layer, true);
    this.#gesture = gestureOf(brush, point, simulatePressure);
    this.#layer = brush.layer;
    this.#showSoon();
  }

  /**
   * Moves the pen that is down.
   *
   * @param even squares, circles and straight lines are wanted
   */
  extend(points: readonly PenPoint[], even = false): void {
    if (this.#gesture) {
      this.#gesture.extend(points, even);
      this.#showSoon();
    }
  }

  /** Lifts the pen. */
  finish(): void {
    this.#lift(this.#gesture?.operation);
  }

  /** Lifts the pen and forgets what it drew, as when a second finger comes to zoom. */
  cancel(): void {
    this.#lift(undefined);
  }

  /** Shows a layer, or hides it; can be undone. */
  show(layer: Layer, shown: boolean): void {
    if (this.state.hidden.includes(layer) === shown) {
      this.#perform({ kind: 'visibility', layer, shown });
    }
  }

  undo(): void {
    this.#adopt(undo(this.#history));
  }

  redo(): void {
    this.#adopt(redo(this.#history));
  }

  /** Takes a fresh sheet; can be undone. */
  clear(): void {
    if (!this.state.blank) {
      this.#perform({ kind: 'clear' });
    }
  }

  /** Lays an image under the drawing; undefined takes it away. The board keeps it, for undo. */
  lay(image: LaidImage | undefined): void {
    const index = image ? this.#images.push(image) - 1 : undefined;
    this.#perform({ kind: 'underlay', image: index });
  }

  /** All that is on the sheet now, to be kept. */
  get content(): SheetContent {
    const { width, height } = this.canvas;
    return { width, height, ...this.#history, images: this.#images.map(({ blob }) => blob) };
  }

  /**
   * Takes another sheet, with its own past, or a blank one; what was here is gone.
   *
   * @throws DOMException when one of its images cannot be read; nothing is changed then
   */
  async open(content: SheetContent | undefined): Promise<void> {
    const { width, height, images, done, undone } = content ?? {
      ...this.content,
      images: [],
      ...EMPTY_HISTORY,
    };
    const bitmaps = await Promise.all(images.map((image) => createImageBitmap(image)));
    this.cancel();
    const former = this.#images;
    this.#images = bitmaps.map((bitmap, index) => ({ bitmap, blob: images[index] ?? new Blob() }));
    const { canvas } = this;
    this.#history = translate({ done, undone }, (canvas.width - width) / 2, (canvas.height - height) / 2);
    this.view.reset();
    this.#show();
    for (const { bitmap } of former) {
      bitmap.close();
    }
  }

  /** Takes a fresh sheet with a scribble. */
  load(sample: Sample): void {
    const { width, height } = this.canvas;
    this.#adopt(perform(this.#history, { kind: 'clear' }, ...sample.draw(width, height)));
  }

  /** Gives the sheet the shape of these pictures; the drawing stays in the middle. */
  reshape(width: number, height: number): void {
    const size = sheetSize(width, height);
    const { canvas } = this;
    if (size.width === canvas.width && size.height === canvas.height) {
      return;
    }
    const dx = (size.width - canvas.width) / 2;
    const dy = (size.height - canvas.height) / 2;
    this.#renderer.resize(size.width, size.height);
    this.#history = translate(this.#history, dx, dy);
    this.#show();
  }

  #perform(operation: Operation): void {
    this.#adopt(perform(this.#history, operation));
  }

  #adopt(history: DrawingHistory): void {
    if (history !== this.#history) {
      this.#history = history;
      this.#show();
    }
  }

  /** In one step from what was shown to what stays: the engine is to see nothing in between. */
  #lift(operation: Operation | undefined): void {
    cancelAnimationFrame(this.#refresh);
    this.#refresh = 0;
    if (!this.#gesture) {
      return;
    }
    this.#gesture = undefined;
    if (operation) {
      this.#perform(operation);
    } else {
      this.#preview(undefined);
    }
  }

  #showSoon(): void {
    if (this.#refresh === 0) {
      this.#refresh = requestAnimationFrame(() => {
        this.#refresh = 0;
        const operation = this.#gesture?.operation;
        // Where a fill ends is seen when it is done.
        if (operation?.kind !== 'fill') {
          this.#preview(operation);
        }
      });
    }
  }

  #preview(drawable: Drawable | undefined): void {
    if (this.#renderer.preview(drawable, this.#layer)) {
      this.source.changed();
    }
  }

  #show(): void {
    // On its way to the engine before anybody else hears of it.
    if (this.#renderer.render(this.#history.done)) {
      this.source.changed();
    }
    this.changes.emit(this.state);
  }
}

import { CanvasSource } from '../capture/canvas-source';
import { Listeners } from '../listeners';
import {
  type DrawingHistory,
  EMPTY_HISTORY,
  isBlank,
  type Operation,
  type PenPoint,
  perform,
  redo,
  type Stroke,
  translate,
  undo,
} from './operations';
import type { Sample } from './samples';
import type { LaidImage, SheetContent } from './sheet-content';
import { SheetRenderer } from './sheet-renderer';

/** What the next touch of the sheet does. */
export interface Brush {
  readonly tool: 'pen' | 'eraser' | 'fill' | 'pipette';
  /** `#rrggbb` */
  readonly colour: string;
  /** Pixels of the sheet. */
  readonly size: number;
}

/** What the buttons around the sheet need to know. */
export interface BoardState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly blank: boolean;
  readonly hasUnderlay: boolean;
}

/** Longer side of the sheet in pixels: finer than any model asks for, coarse enough to fill an area at once. */
export const SHEET_SIDE = 768;

/** A sheet of the shape of the session's pictures. */
export function sheetSize(width: number, height: number): { width: number; height: number } {
  const scale = SHEET_SIDE / Math.max(width, height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * A sheet to draw on. It owns its canvas, so a drawing outlives the panel that shows it. Pen samples go from the
 * pointer straight to the pixels, painted once a refresh.
 */
export class DrawingBoard {
  readonly canvas = document.createElement('canvas');
  readonly source = new CanvasSource(this.canvas);
  readonly changes = new Listeners<BoardState>();
  /** The pipette took this colour, as `#rrggbb`. */
  readonly picked = new Listeners<string>();
  brush: Brush = { tool: 'pen', colour: '#1d2624', size: 14 };

  #images: LaidImage[] = [];
  readonly #renderer: SheetRenderer;
  #history: DrawingHistory = EMPTY_HISTORY;
  #stroke: { points: PenPoint[]; simulatePressure: boolean } | undefined;
  #refresh = 0;

  constructor() {
    Object.assign(this.canvas, { width: SHEET_SIDE, height: SHEET_SIDE });
    this.#renderer = new SheetRenderer(this.canvas, (image) => this.#images[image]?.bitmap);
  }

  get state(): BoardState {
    const { done, undone } = this.#history;
    const underlay = done.findLast((each) => each.kind === 'underlay' || each.kind === 'clear');
    return {
      canUndo: done.length > 0,
      canRedo: undone.length > 0,
      blank: isBlank(this.#history),
      hasUnderlay: underlay?.kind === 'underlay' && underlay.image !== undefined,
    };
  }

  /** Puts the pen down; fills, or takes a colour, at once when that is the tool. */
  begin(point: PenPoint, simulatePressure: boolean): void {
    if (this.brush.tool === 'fill') {
      this.#perform({ kind: 'fill', x: point[0], y: point[1], colour: this.brush.colour });
      return;
    }
    if (this.brush.tool === 'pipette') {
      this.picked.emit(this.#renderer.colourAt(point[0], point[1]));
      return;
    }
    this.#stroke = { points: [point], simulatePressure };
    this.#showSoon();
  }

  /** Moves the pen that is down. */
  extend(points: readonly PenPoint[]): void {
    if (this.#stroke) {
      this.#stroke.points.push(...points);
      this.#showSoon();
    }
  }

  /** Lifts the pen. */
  finish(): void {
    const stroke = this.#current();
    this.#dropStroke();
    if (stroke) {
      this.#perform(stroke);
    }
  }

  /** Lifts the pen and forgets the line, as when a second finger comes to zoom. */
  cancel(): void {
    this.#dropStroke();
    this.#show();
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
    this.#dropStroke();
    const used = this.#history.done.length > 0;
    const former = this.#images;
    this.#images = bitmaps.map((bitmap, index) => ({ bitmap, blob: images[index] ?? new Blob() }));
    const { canvas } = this;
    this.#history = translate({ done, undone }, (canvas.width - width) / 2, (canvas.height - height) / 2);
    this.#show();
    for (const { bitmap } of former) {
      bitmap.close();
    }
    if (used) {
      this.source.changed();
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

  #current(): Stroke | undefined {
    const { tool, colour, size } = this.brush;
    return this.#stroke && (tool === 'pen' || tool === 'eraser')
      ? { kind: 'stroke', tool, colour, size, ...this.#stroke }
      : undefined;
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

  #dropStroke(): void {
    cancelAnimationFrame(this.#refresh);
    this.#refresh = 0;
    if (this.#stroke) {
      this.#stroke = undefined;
      this.#renderer.discardPreview();
    }
  }

  #showSoon(): void {
    if (this.#refresh === 0) {
      this.#refresh = requestAnimationFrame(() => {
        this.#refresh = 0;
        const stroke = this.#current();
        if (stroke) {
          this.#renderer.preview(stroke);
          this.source.changed();
        }
      });
    }
  }

  #show(): void {
    this.#renderer.render(this.#history.done);
    this.changes.emit(this.state);
    if (this.#history.done.length > 0) {
      this.source.changed();
    }
  }
}

import { paintFigure } from './figures';
import { type Figure, type Layer, layerOf, LAYERS, type Stroke } from './operations';
import { outlinesOf, trace } from './stroke-outline';

const PAPER = '#ffffff';

/** What can be painted without looking at what is there already. */
export type Drawable = Stroke | Figure;

/** A canvas to read from as often as to paint on. */
export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Error('the browser has no 2D canvas left');
  }
  return context;
}

/** The paint of all layers. */
export type LayerPixels = Readonly<Partial<Record<Layer, ImageData>>>;

/**
 * The paint of each layer on a canvas of its own, and what is seen of it on two: one for the engine, with paper,
 * background and drawing, and one above it for the notes. A drawing that is not finished is shown without touching the
 * paint.
 */
export class LayerStack {
  /** The image below everything. */
  image: ImageBitmap | undefined;
  /** Not to be seen, nor to be sent. */
  hidden: readonly Layer[] = [];
  readonly #sent: CanvasRenderingContext2D;
  readonly #notes: CanvasRenderingContext2D;
  readonly #scratch: CanvasRenderingContext2D;
  readonly #paint: Readonly<Record<Layer, CanvasRenderingContext2D>>;
  /** Layers with something on them: nobody copies empty ones. */
  readonly #inked = new Set<Layer>();
  #unfinished: Drawable | undefined;

  constructor(sent: HTMLCanvasElement, notes: HTMLCanvasElement) {
    const layer = () => context2d(document.createElement('canvas'));
    this.#sent = context2d(sent);
    this.#notes = context2d(notes);
    this.#scratch = layer();
    this.#paint = { underlay: layer(), sheet: layer(), notes: layer() };
  }

  /** Changes the size in pixels; all layers are blank afterwards. */
  resize(width: number, height: number): void {
    for (const { canvas } of [this.#sent, this.#notes, this.#scratch, ...Object.values(this.#paint)]) {
      canvas.width = width;
      canvas.height = height;
    }
    this.#inked.clear();
  }

  /** All layers blank. */
  clear(): void {
    for (const layer of this.#inked) {
      blank(this.#paint[layer]);
    }
    this.#inked.clear();
  }

  /** A copy of the paint. */
  keep(): LayerPixels {
    return Object.fromEntries([...this.#inked].map((layer) => [layer, this.pixels(layer)]));
  }

  /** Puts kept paint back. */
  restore(pixels: LayerPixels): void {
    this.clear();
    for (const layer of LAYERS) {
      const paint = pixels[layer];
      if (paint) {
        this.put(layer, paint);
      }
    }
  }

  /** The paint of one layer. */
  pixels(layer: Layer): ImageData {
    return everything(this.#paint[layer]);
  }

  put(layer: Layer, paint: ImageData): void {
    this.#paint[layer].putImageData(paint, 0, 0);
    this.#inked.add(layer);
  }

  /** Paints something for good. */
  draw(drawable: Drawable): void {
    const layer = layerOf(drawable) ?? 'sheet';
    paintOn(this.#paint[layer], drawable, true);
    this.#inked.add(layer);
  }

  /** Shows something that is not finished, on its layer; undefined shows it no more. */
  set unfinished(drawable: Drawable | undefined) {
    this.#unfinished = drawable;
  }

  /** What one sees while painting on a layer: with the notes for notes, without them for all that is sent. */
  seen(layer: Layer): ImageData {
    if (layer !== 'notes') {
      return everything(this.#sent);
    }
    blank(this.#scratch);
    this.#scratch.drawImage(this.#sent.canvas, 0, 0);
    this.#scratch.drawImage(this.#notes.canvas, 0, 0);
    return everything(this.#scratch);
  }

  /** The colour that is seen at a place: red, green and blue from 0 to 255. */
  colourAt(x: number, y: number): readonly number[] {
    const [sent, note] = [this.#sent, this.#notes].map((context) => context.getImageData(x, y, 1, 1).data);
    const onNote = note && (note[3] ?? 0) > 127;
    return [...((onNote ? note : sent) ?? [])].slice(0, 3);
  }

  /** Brings what the engine gets up to date. */
  composeSent(): void {
    const { width, height } = this.#sent.canvas;
    this.#sent.fillStyle = PAPER;
    this.#sent.fillRect(0, 0, width, height);
    const { image } = this;
    if (image && !this.hidden.includes('underlay')) {
      const scale = Math.max(width / image.width, height / image.height);
      const [wide, high] = [image.width * scale, image.height * scale];
      this.#sent.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
    }
    this.#compose('underlay', this.#sent);
    this.#compose('sheet', this.#sent);
  }

  /** Brings the notes up to date. */
  composeNotes(): void {
    blank(this.#notes);
    this.#compose('notes', this.#notes);
  }

  #compose(layer: Layer, target: CanvasRenderingContext2D): void {
    if (this.hidden.includes(layer)) {
      return;
    }
    const { canvas } = this.#paint[layer];
    const unfinished = this.#unfinished && layerOf(this.#unfinished) === layer ? this.#unfinished : undefined;
    if (unfinished?.kind === 'stroke' && unfinished.tool === 'eraser') {
      // On a copy: what an eraser uncovers can only be seen by taking paint away.
      blank(this.#scratch);
      this.#scratch.drawImage(canvas, 0, 0);
      paintOn(this.#scratch, unfinished, false);
      target.drawImage(this.#scratch.canvas, 0, 0);
      return;
    }
    if (this.#inked.has(layer)) {
      target.drawImage(canvas, 0, 0);
    }
    if (unfinished) {
      paintOn(target, unfinished, false);
    }
  }
}

function blank(context: CanvasRenderingContext2D): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

function everything(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

function paintOn(context: CanvasRenderingContext2D, drawable: Drawable, finished: boolean): void {
  if (drawable.kind === 'figure') {
    paintFigure(context, drawable);
    return;
  }
  context.save();
  context.globalCompositeOperation = drawable.tool === 'eraser' ? 'destination-out' : 'source-over';
  context.fillStyle = drawable.colour;
  for (const outline of outlinesOf(drawable, finished)) {
    context.beginPath();
    trace(context, outline);
    context.fill();
  }
  context.restore();
}

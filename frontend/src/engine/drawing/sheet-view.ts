import { Listeners } from '../listeners';

/** How far one can go in. Out no farther than to the whole sheet. */
const MOST_ZOOM = 8;
/** Closer to the whole sheet than this is the whole sheet. */
const SNAP = 1.02;

/** A place of the frame around the sheet, 0 to 1 from left to right and from top to bottom. */
export type FramePlace = readonly [x: number, y: number];

/** Which part of a sheet is seen, and how large. It concerns the eye only: nothing that is drawn or sent. */
export class SheetView {
  /** How much larger than the whole sheet, each time that changes. */
  readonly zooms = new Listeners<number>();
  #zoom = 1;
  /** Where the upper left corner of the sheet is, in widths and heights of the frame; 0 or less. */
  #x = 0;
  #y = 0;
  #element: HTMLElement | undefined;

  get zoom(): number {
    return this.#zoom;
  }

  /** Moves and scales this element from now on; it fills the frame at first. */
  attach(element: HTMLElement | undefined): void {
    this.#element = element;
    this.#show();
  }

  /** Goes in or out by a factor; what is at a place of the frame stays there. */
  zoomBy(factor: number, [x, y]: FramePlace = [0.5, 0.5]): void {
    const wanted = Math.min(MOST_ZOOM, Math.max(1, this.#zoom * factor));
    const zoom = wanted < SNAP ? 1 : wanted;
    const change = zoom / this.#zoom;
    this.#zoom = zoom;
    this.#place(x - (x - this.#x) * change, y - (y - this.#y) * change);
    this.zooms.emit(zoom);
  }

  /** Moves the sheet by a share of the frame. */
  panBy(dx: number, dy: number): void {
    this.#place(this.#x + dx, this.#y + dy);
  }

  /** Back to the whole sheet. */
  reset(): void {
    this.zoomBy(0);
  }

  /** The sheet always fills the frame. */
  #place(x: number, y: number): void {
    const least = 1 - this.#zoom;
    this.#x = Math.min(0, Math.max(least, x));
    this.#y = Math.min(0, Math.max(least, y));
    this.#show();
  }

  #show(): void {
    if (this.#element) {
      const { style } = this.#element;
      style.transformOrigin = '0 0';
      style.transform =
        this.#zoom === 1 ? '' : `translate(${this.#x * 100}%, ${this.#y * 100}%) scale(${this.#zoom})`;
      // For what is not to grow with the sheet.
      style.setProperty('--zoom', String(this.#zoom));
    }
  }
}

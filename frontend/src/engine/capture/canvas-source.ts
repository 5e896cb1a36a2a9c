import { Listeners, type Unsubscribe } from '../listeners';
import type { FrameSource, Picture } from './frame-source';

/** A canvas or an image that changes when somebody says so. */
export class CanvasSource implements FrameSource {
  readonly still = true;
  readonly #news = new Listeners<undefined>();
  #changed = false;
  #closed = false;

  /** @param canvas not owned, unless it is an ImageBitmap, which is released on close */
  constructor(private readonly canvas: HTMLCanvasElement | ImageBitmap) {}

  /** The canvas looks different now. Before the first call there is nothing to send: an empty sheet is no picture. */
  changed(): void {
    this.#changed = true;
    this.#news.emit(undefined);
  }

  picture(): Picture | undefined {
    const { canvas } = this;
    if (this.#closed || !this.#changed || canvas.width === 0) {
      return undefined;
    }
    return {
      image: canvas,
      width: canvas.width,
      height: canvas.height,
      mirrored: false,
      takenAt: performance.now(),
    };
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#news.add(listener);
  }

  close(): void {
    this.#closed = true;
    if (typeof ImageBitmap !== 'undefined' && this.canvas instanceof ImageBitmap) {
      this.canvas.close();
    }
  }
}

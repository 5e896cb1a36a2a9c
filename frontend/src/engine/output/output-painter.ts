import type { Frame, FrameHeader } from '../protocol/frame-header';
import { latencyMs } from './latency';

/** A picture that is on the screen. */
export interface Shown {
  readonly sequence: number;
  /** Milliseconds from capture to screen; undefined without a capture, and in a hidden tab, where there is no screen. */
  readonly latencyMs: number | undefined;
}

/** What the painter reports. */
export interface PainterListener {
  shown(shown: Shown): void;
  /** A picture arrived and was not shown, because a newer one was there first. */
  replaced(sequence: number): void;
  /** A picture could not be read: nothing of it will be shown. */
  unreadable(sequence: number): void;
}

interface Decoded {
  readonly header: FrameHeader;
  readonly bitmap: ImageBitmap;
}

/**
 * Draws arriving pictures straight to a canvas: decoded off the main thread, painted with the screen's next
 * refresh, the newest only.
 */
export class OutputPainter {
  #canvas: HTMLCanvasElement | undefined;
  #next: Decoded | undefined;
  #scheduled = false;
  #arrivals = 0;
  #newestDecoded = 0;

  constructor(private readonly listener: PainterListener) {}

  /** Paints on this canvas from now on; undefined paints nowhere, and acknowledges all the same. */
  attach(canvas: HTMLCanvasElement | undefined): void {
    this.#canvas = canvas;
  }

  /** A picture has come. */
  async accept(frame: Frame): Promise<void> {
    this.#arrivals += 1;
    const arrival = this.#arrivals;
    let bitmap: ImageBitmap;
    try {
      bitmap = await createImageBitmap(new Blob([frame.jpeg], { type: 'image/jpeg' }));
    } catch {
      this.listener.unreadable(frame.header.sequence);
      return;
    }
    if (arrival < this.#newestDecoded) {
      bitmap.close();
      this.listener.replaced(frame.header.sequence);
      return;
    }
    this.#newestDecoded = arrival;
    this.#replaceNext({ header: frame.header, bitmap });
    this.#schedule();
  }

  /** Shows what waits for the next refresh now: in a tab that was just hidden that refresh does not come. */
  flush(): void {
    this.#paint();
  }

  #replaceNext(decoded: Decoded): void {
    if (this.#next) {
      this.#next.bitmap.close();
      this.listener.replaced(this.#next.header.sequence);
    }
    this.#next = decoded;
  }

  #schedule(): void {
    if (document.hidden) {
      // No refresh comes in a hidden tab, yet the stream may be watched elsewhere, so it has to go on.
      this.#paint();
      return;
    }
    if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame(() => {
        this.#scheduled = false;
        this.#paint();
      });
    }
  }

  #paint(): void {
    const decoded = this.#next;
    this.#next = undefined;
    if (!decoded) {
      return;
    }
    const { bitmap, header } = decoded;
    const canvas = this.#canvas;
    if (canvas) {
      if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
      }
      canvas.getContext('2d', { alpha: false })?.drawImage(bitmap, 0, 0);
    }
    bitmap.close();
    this.#report(header);
  }

  #report(header: FrameHeader): void {
    if (document.hidden) {
      this.listener.shown({ sequence: header.sequence, latencyMs: undefined });
      return;
    }
    // A message posted from within a refresh is delivered after it: that is when the picture is on its way out.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      this.listener.shown({
        sequence: header.sequence,
        latencyMs: latencyMs(header.captureTime, performance.now()),
      });
    };
    channel.port2.postMessage(undefined);
  }
}

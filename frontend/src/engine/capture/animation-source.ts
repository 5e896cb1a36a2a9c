import { CanvasSource } from './canvas-source';
import type { FrameSource, Picture } from './frame-source';
import type { Unsubscribe } from '../listeners';

/** Browsers show frames that claim to be shorter than this for this long. */
const SHORTEST_MS = 20;
const USUAL_MS = 100;

/** A picture that moves, as GIF and WebP can: played on a canvas, again and again. */
export class AnimationSource implements FrameSource {
  readonly still = false;
  readonly #frames: CanvasSource;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 0;
  #paused = false;
  #closed = false;

  /**
   * @param canvas where it plays; of the animation's size
   * @param decoder has at least two frames; owned
   */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly decoder: ImageDecoder,
    private readonly frameCount: number,
  ) {
    this.#frames = new CanvasSource(canvas);
    void this.#play();
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    clearTimeout(this.#timer);
    if (!paused) {
      void this.#play();
    }
  }

  picture(): Picture | undefined {
    return this.#frames.picture();
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#frames.subscribe(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.decoder.close();
    this.#frames.close();
  }

  async #play(): Promise<void> {
    let frame: VideoFrame;
    try {
      frame = (await this.decoder.decode({ frameIndex: this.#next })).image;
    } catch {
      // Closed meanwhile, or damaged from here on: it stays as it is.
      return;
    }
    if (!this.#closed) {
      const context = this.canvas.getContext('2d');
      context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
      context?.drawImage(frame, 0, 0, this.canvas.width, this.canvas.height);
      this.#frames.changed();
      const ms = (frame.duration ?? 0) / 1000;
      if (!this.#paused) {
        this.#next = (this.#next + 1) % this.frameCount;
        this.#timer = setTimeout(() => void this.#play(), ms < SHORTEST_MS ? USUAL_MS : ms);
      }
    }
    frame.close();
  }
}

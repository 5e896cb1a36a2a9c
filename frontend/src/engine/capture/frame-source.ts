import type { Unsubscribe } from '../listeners';

/** A picture as it is now. Valid until the source makes the next one: draw it at once. */
export interface Picture {
  readonly image: CanvasImageSource;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Left and right are exchanged on the way to the engine, as in a mirror. */
  readonly mirrored: boolean;
  /** When it was taken, in milliseconds of `performance.now()`. */
  readonly takenAt: number;
}

/** Where pictures come from: a camera, a canvas, a file, a screen. */
export interface FrameSource {
  /** Whether pictures change only when somebody does something, as a drawing does. */
  readonly still: boolean;
  /** The newest picture; undefined while there is none. */
  picture(): Picture | undefined;
  /** Tells of every new picture. */
  subscribe(listener: () => void): Unsubscribe;
  /** Lets go of devices and memory. */
  close(): void;
}

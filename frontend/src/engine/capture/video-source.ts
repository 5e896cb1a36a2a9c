import { Listeners, type Unsubscribe } from '../listeners';
import type { FrameSource, Picture } from './frame-source';

/** A capture time older than this is not believed: some drivers count from another zero. */
const OLDEST_MS = 500;

/**
 * Pictures of a playing `<video>`: a camera, a screen or a file. In a hidden tab browsers stop telling of new
 * video frames; the pump is then driven by the server's messages and this source just hands out what is there.
 */
export class VideoSource implements FrameSource {
  readonly still = false;
  readonly #news = new Listeners<undefined>();
  #request = 0;
  #takenAt: number | undefined;
  #closed = false;

  /**
   * @param video plays already or soon; it is not owned
   * @param isMirrored asked for every picture
   */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly isMirrored: () => boolean = () => false,
  ) {
    this.#await();
  }

  picture(): Picture | undefined {
    const { video } = this;
    if (this.#closed || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
      return undefined;
    }
    return {
      image: video,
      width: video.videoWidth,
      height: video.videoHeight,
      mirrored: this.isMirrored(),
      takenAt: document.hidden ? performance.now() : (this.#takenAt ?? performance.now()),
    };
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#news.add(listener);
  }

  close(): void {
    this.#closed = true;
    if ('cancelVideoFrameCallback' in this.video) {
      this.video.cancelVideoFrameCallback(this.#request);
    } else {
      cancelAnimationFrame(this.#request);
    }
  }

  #await(): void {
    if ('requestVideoFrameCallback' in this.video) {
      this.#request = this.video.requestVideoFrameCallback((now, frame) => {
        this.#arrived(now, frame.captureTime);
      });
    } else {
      this.#request = requestAnimationFrame((now) => {
        this.#arrived(now, undefined);
      });
    }
  }

  #arrived(now: number, captureTime: number | undefined): void {
    const believable = captureTime !== undefined && captureTime <= now && captureTime > now - OLDEST_MS;
    this.#takenAt = believable ? captureTime : now;
    this.#await();
    this.#news.emit(undefined);
  }
}

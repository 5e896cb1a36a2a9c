import { AnimationSource } from './animation-source';
import { CanvasSource } from './canvas-source';
import type { FrameSource } from './frame-source';
import { canvasOf, drawn, MediaError, whyNoPicture } from './image-file';
import { codecOf, mediaTypeOf } from './media-type';
import { VideoSource } from './video-source';

/** Longest time to wait until a file shows its first picture. */
const OPEN_WITHIN_MS = 10_000;

/** A file that shows pictures. */
export interface Medium {
  readonly name: string;
  /** What to put on the page. */
  readonly view: HTMLVideoElement | HTMLCanvasElement;
  readonly source: FrameSource;
  /** It moves, and can be paused. */
  readonly moves: boolean;
  /** Whether it is paused. */
  pause(paused: boolean): void;
  /** Lets go of the file. */
  close(): void;
}

/**
 * Opens an image, an animation or a film of whatever kind the browser can play.
 *
 * @throws MediaError when it cannot, with the codec where that is the reason; AbortError when the signal fires
 */
export async function openMedium(file: File, signal: AbortSignal): Promise<Medium> {
  const type = mediaTypeOf(file);
  if (type === 'sound') {
    throw new MediaError('media-sound', { file: file.name });
  }
  if (type !== 'video') {
    const picture = await openPicture(file, signal);
    if (picture) {
      return picture;
    }
    signal.throwIfAborted();
    if (type === 'picture') {
      throw await whyNoPicture(file);
    }
  }
  return openVideo(file, signal);
}

async function openVideo(file: File, signal: AbortSignal): Promise<Medium> {
  const view = document.createElement('video');
  Object.assign(view, { loop: true, muted: true, playsInline: true, autoplay: true });
  const address = URL.createObjectURL(file);
  const close = () => {
    view.pause();
    view.removeAttribute('src');
    view.load();
    URL.revokeObjectURL(address);
  };
  try {
    await firstPicture(view, address, AbortSignal.any([signal, AbortSignal.timeout(OPEN_WITHIN_MS)]));
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw error instanceof MediaError ? error : await whyNoVideo(file);
  }
  if (view.videoWidth === 0) {
    close();
    throw new MediaError('media-sound', { file: file.name });
  }
  const source = new VideoSource(view);
  return {
    name: file.name,
    view,
    source,
    moves: true,
    pause: (paused) => {
      if (paused) {
        view.pause();
      } else {
        view.play().catch(() => undefined);
      }
    },
    close: () => {
      source.close();
      close();
    },
  };
}

/** Waits until the film can be seen; rejects when it never will be, or when the signal fires. */
function firstPicture(view: HTMLVideoElement, address: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      reject(new Error('the film cannot be played'));
    };
    view.addEventListener(
      'loadeddata',
      () => {
        resolve();
      },
      { once: true },
    );
    view.addEventListener('error', fail, { once: true });
    signal.addEventListener('abort', fail, { once: true });
    view.src = address;
    view.play().catch(() => undefined);
  });
}

async function whyNoVideo(file: File): Promise<MediaError> {
  const codec = await codecOf(file);
  return codec
    ? new MediaError('media-codec', { file: file.name, codec })
    : new MediaError('media-video', { file: file.name });
}

async function openPicture(file: File, signal: AbortSignal): Promise<Medium | undefined> {
  return (await openAnimation(file, signal)) ?? (await openStill(file, signal));
}

/** An animation of at least two frames; undefined for everything else, and where the browser cannot tell frames apart. */
async function openAnimation(file: File, signal: AbortSignal): Promise<Medium | undefined> {
  if (typeof ImageDecoder === 'undefined' || !/^image\/(gif|webp|apng|png|avif)$/.test(file.type)) {
    return undefined;
  }
  let decoder: ImageDecoder | undefined;
  try {
    decoder = new ImageDecoder({ data: await file.arrayBuffer(), type: file.type });
    await decoder.completed;
    await decoder.tracks.ready;
    const frameCount = decoder.tracks.selectedTrack?.frameCount ?? 1;
    const first = (await decoder.decode()).image;
    const view = canvasOf(first.displayWidth, first.displayHeight);
    first.close();
    if (frameCount < 2 || signal.aborted) {
      decoder.close();
      return undefined;
    }
    const source = new AnimationSource(view, decoder, frameCount);
    return {
      name: file.name,
      view,
      source,
      moves: true,
      pause: (paused) => {
        source.paused = paused;
      },
      close: () => {
        source.close();
      },
    };
  } catch {
    decoder?.close();
    return undefined;
  }
}

async function openStill(file: File, signal: AbortSignal): Promise<Medium | undefined> {
  const view = await drawn(file);
  if (!view || signal.aborted) {
    return undefined;
  }
  const source = new CanvasSource(view);
  source.changed();
  return {
    name: file.name,
    view,
    source,
    moves: false,
    pause: () => undefined,
    close: () => {
      source.close();
    },
  };
}

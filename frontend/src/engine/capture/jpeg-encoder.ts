import type { Picture } from './frame-source';
import { type Fit, fitPicture, type Size } from './picture-fit';

/** 0 to 1. High: every loss here is painted over by the model, and it is seen. */
const QUALITY = 0.9;

type Surface = OffscreenCanvas | HTMLCanvasElement;

function createSurface(): Surface {
  return typeof OffscreenCanvas === 'undefined'
    ? document.createElement('canvas')
    : new OffscreenCanvas(1, 1);
}

/** Asked of each kind by itself: the kinds' overloads cannot always be resolved together. */
function context2d(surface: Surface): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null {
  return surface instanceof HTMLCanvasElement
    ? surface.getContext('2d', { alpha: false })
    : surface.getContext('2d', { alpha: false });
}

function toJpeg(surface: Surface): Promise<Blob> {
  if (surface instanceof HTMLCanvasElement) {
    return new Promise((resolve, reject) => {
      surface.toBlob(
        (blob) => {
          if (blob) {
            resolve(blob);
          } else {
            reject(new Error('the browser could not encode a JPEG'));
          }
        },
        'image/jpeg',
        QUALITY,
      );
    });
  }
  return surface.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

/** Scales pictures to the size of the session and encodes them. One at a time: it owns a single canvas. */
export class JpegEncoder {
  readonly #surface = createSurface();

  /**
   * Draws the picture at once, so it may change as soon as this returns its promise, and encodes it off the
   * main thread.
   *
   * @throws DOMException when the picture comes from another origin or its memory is gone
   */
  encode(picture: Picture, target: Size, fit: Fit): Promise<Blob> {
    const part = fitPicture(picture, target, fit);
    const surface = this.#surface;
    if (surface.width !== part.width || surface.height !== part.height) {
      surface.width = part.width;
      surface.height = part.height;
    }
    const context = context2d(surface);
    if (context === null) {
      return Promise.reject(new Error('the browser has no 2D canvas left'));
    }
    context.setTransform(picture.mirrored ? -1 : 1, 0, 0, 1, picture.mirrored ? part.width : 0, 0);
    // Transparent parts of an image stand for paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, part.width, part.height);
    context.drawImage(
      picture.image,
      part.sourceX,
      part.sourceY,
      part.sourceWidth,
      part.sourceHeight,
      0,
      0,
      part.width,
      part.height,
    );
    return toJpeg(surface);
  }
}

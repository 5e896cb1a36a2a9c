/** Longer side of what is sent: image encoders look at about half of it. */
const SIDE = 640;
const QUALITY = 0.9;

/** Anything that has a picture of this size. */
export interface Pictured {
  readonly image: CanvasImageSource;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * A picture as a JPEG of a size that is of use as a prompt; what is transparent is white.
 *
 * @throws Error when the browser cannot encode it
 */
export function promptPictureOf({ image, width, height }: Pictured): Promise<Blob> {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { alpha: false });
  if (context) {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob && context) {
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

/** Longer side of a drawing in vectors, which has no pixels of its own. */
const VECTOR_SIDE = 1024;
/** More pixels than this are more than any model takes, and more than a phone can hold. */
const MOST_SIDE = 2048;
/** 0 to 1; of what is kept of an image. */
const STILL_QUALITY = 0.92;

/** Why a file shows nothing. */
export class MediaError extends Error {
  override readonly name = 'MediaError';

  /** @param values name of the file, and of the codec that the browser lacks */
  constructor(
    readonly code: 'media-heic' | 'media-picture' | 'media-codec' | 'media-video' | 'media-sound',
    readonly values: { readonly file: string; readonly codec?: string },
  ) {
    super(code);
  }
}

/**
 * The pixels of an image; of an animation its first frame.
 *
 * @throws MediaError when the browser cannot read it
 */
export async function stillOf(file: File): Promise<{ readonly bitmap: ImageBitmap; readonly blob: Blob }> {
  const canvas = await drawn(file);
  const blob =
    canvas &&
    (await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/webp', STILL_QUALITY);
    }));
  if (!canvas || !blob) {
    throw await whyNoPicture(file);
  }
  return { bitmap: await createImageBitmap(canvas), blob };
}

/** An image on a canvas; undefined when the browser cannot read it. */
export async function drawn(file: File): Promise<HTMLCanvasElement | undefined> {
  const image = (await bitmapOf(file)) ?? (await vectorsOf(file));
  if (!image) {
    return undefined;
  }
  const canvas =
    image instanceof ImageBitmap
      ? canvasOf(image.width, image.height)
      : vectorCanvas(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  if (image instanceof ImageBitmap) {
    image.close();
  }
  return canvas;
}

/** Vectors are drawn as large as they are useful; without a size of their own they are square. */
function vectorCanvas(width: number, height: number): HTMLCanvasElement {
  const scale = VECTOR_SIDE / Math.max(width, height, 1);
  return canvasOf((width || 1) * scale, (height || 1) * scale);
}

async function bitmapOf(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}

/** SVG is drawn by an image element only; scripts and other files in it do nothing there. */
async function vectorsOf(file: File): Promise<HTMLImageElement | undefined> {
  if (file.type !== 'image/svg+xml' && !/\.svg$/i.test(file.name)) {
    return undefined;
  }
  const image = new Image();
  const address = URL.createObjectURL(file.slice(0, file.size, 'image/svg+xml'));
  try {
    image.src = address;
    await image.decode();
    return image;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Says why the browser cannot read an image. */
export async function whyNoPicture(file: File): Promise<MediaError> {
  const start = new TextDecoder('latin1').decode(await file.slice(0, 32).arrayBuffer());
  const heic = /ftyp(heic|heix|hevc|mif1|msf1)/.test(start) || /\.hei[cf]$/i.test(file.name);
  return new MediaError(heic ? 'media-heic' : 'media-picture', { file: file.name });
}

/** A canvas of this size, or of this shape where it would be too large. */
export function canvasOf(width: number, height: number): HTMLCanvasElement {
  const scale = Math.min(1, MOST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  return canvas;
}

/** Pixels of a thumbnail's side as it is sent; the server makes it smaller. */
const SIDE = 240;
const QUALITY = 0.85;

/** The middle square of what a canvas shows, as a small JPEG; undefined when the browser cannot make one. */
export async function thumbnailOf(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const { width, height } = canvas;
  const side = Math.min(width, height);
  const small = document.createElement('canvas');
  small.width = SIDE;
  small.height = SIDE;
  const context = small.getContext('2d');
  if (!context || side <= 1) {
    return undefined;
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  const blob = await new Promise<Blob | null>((resolve) => {
    small.toBlob(resolve, 'image/jpeg', QUALITY);
  });
  return blob ?? undefined;
}

/** The tags in a line of text with commas. */
export function tagsIn(line: string): readonly string[] {
  const tags = line
    .split(',')
    .map((tag) => tag.trim().toLowerCase())
    .filter(Boolean);
  return [...new Set(tags)];
}

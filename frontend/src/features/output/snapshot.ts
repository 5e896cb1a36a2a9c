import { type BadgeCorner, drawBadge, markedPng } from '../../engine/output/ai-mark';
import { withText } from '../../engine/output/png-text';
import { releaseSoon } from '../../ui/object-address';

/**
 * A name that sorts by time, such as `speakdraw-2026-11-23-14-05-09.png`.
 *
 * @param at milliseconds of `Date.now()`
 */
export function stampedName(at: number, ending: string): string {
  const minutes = new Date(at).getTimezoneOffset();
  const stamp = new Date(at - minutes * 60_000).toISOString().slice(0, 19);
  return `speakdraw-${stamp.replace(/[T:]/g, '-')}.${ending}`;
}

/** Offers a file to be saved. */
export function downloadBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after the click has been handled.
  releaseSoon(address);
}

/** How a painted picture is saved. */
export interface Saving {
  /** When it was painted, in milliseconds of `Date.now()`. */
  readonly at: number;
  /** Where it shows that AI made it. */
  readonly corner: BadgeCorner;
  /** How it was painted, to be found in the file again; empty when that is not known. */
  readonly made: string;
}

/**
 * Offers a painted picture as a PNG file that says to people and to programs that AI made it. Does nothing when the browser
 * cannot encode it.
 */
export async function downloadPicture(
  picture: HTMLCanvasElement | ImageBitmap,
  { at, corner, made }: Saving,
): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  context.drawImage(picture, 0, 0);
  drawBadge(context, corner);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob) {
    const png = markedPng(new Uint8Array(await blob.arrayBuffer()));
    const file = made === '' ? png : withText(png, 'parameters', made);
    downloadBlob(new Blob([file], { type: 'image/png' }), stampedName(at, 'png'));
  }
}

/** The same of a JPEG. */
export async function downloadJpeg(jpeg: Blob, saving: Saving): Promise<void> {
  const picture = await createImageBitmap(jpeg);
  await downloadPicture(picture, saving);
  picture.close();
}

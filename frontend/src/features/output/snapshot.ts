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

/**
 * Offers what a canvas shows as a PNG file. Does nothing when the browser cannot encode it.
 *
 * @param made how it was painted, to be found in the file again
 */
export async function downloadPng(canvas: HTMLCanvasElement, made: string): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob) {
    const png = withText(new Uint8Array(await blob.arrayBuffer()), 'parameters', made);
    downloadBlob(new Blob([png], { type: 'image/png' }), stampedName(Date.now(), 'png'));
  }
}

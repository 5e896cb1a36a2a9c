/** A name that sorts by time, such as `speakdraw-2026-11-23-14-05-09.png`. */
export function snapshotName(time: Date): string {
  const stamp = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return `speakdraw-${stamp.replace(/[T:]/g, '-')}.png`;
}

/** Offers what a canvas shows as a PNG file. Does nothing when the browser cannot encode it. */
export async function downloadPng(canvas: HTMLCanvasElement): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) {
    return;
  }
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = snapshotName(new Date());
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

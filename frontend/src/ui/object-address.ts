/** Lets go of an address made for a blob, once whoever still reads it has had the time to. */
export function releaseSoon(address: string): void {
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

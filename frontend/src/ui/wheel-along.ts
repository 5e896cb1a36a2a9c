/** Lets the wheel of a mouse, which turns one way only, move a row that scrolls sideways. Returns what ends that. */
export function wheelAlong(row: HTMLElement): () => void {
  const turn = (event: WheelEvent) => {
    // A touchpad goes sideways by itself, and with Ctrl the page is zoomed.
    if (event.deltaX !== 0 || event.ctrlKey) {
      return;
    }
    const before = row.scrollLeft;
    row.scrollLeft += event.deltaY;
    // At the row's end the wheel moves what is around it, as elsewhere.
    if (row.scrollLeft !== before) {
      event.preventDefault();
    }
  };
  row.addEventListener('wheel', turn, { passive: false });
  return () => {
    row.removeEventListener('wheel', turn);
  };
}

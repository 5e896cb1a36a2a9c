/** Signs that somebody is at the page. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/**
 * Calls once when nobody has touched the page for so long.
 *
 * @returns what ends the watch
 */
export function whenUnattended(ms: number, call: () => void, page: EventTarget = window): () => void {
  const off = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      off.abort();
      call();
    }, ms);
  };
  off.signal.addEventListener('abort', () => {
    clearTimeout(timer);
  });
  for (const sign of SIGNS) {
    page.addEventListener(sign, wait, { signal: off.signal, passive: true, capture: true });
  }
  wait();
  return () => {
    off.abort();
  };
}

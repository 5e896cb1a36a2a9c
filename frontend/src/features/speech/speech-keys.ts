/** Where Space has a meaning of its own. */
const TAKES_SPACE =
  'a, button, select, textarea, summary, video, [contenteditable], input:not([type="range"]), dialog *';
/** Wants keys from people who came by key; who draws with mouse, finger or pen may speak. */
const DRAWN_ON = '[role="application"]';
/** Somebody is about to move something with Space and the pointer. */
const MOVED = '[data-hand]';
/** A shorter press of the space bar was a mistake. */
const SHORTEST_MS = 250;

/** What the keys do. */
export interface SpeechKeys {
  /** Asked at every press of Space. */
  maySpeak(): boolean;
  /** Asked at every press of Escape: whether there is something to forget. */
  mayCancel(): boolean;
  press(): void;
  release(): void;
  cancel(): void;
}

/**
 * Listens for the space bar wherever it has no other meaning, and for Escape everywhere while somebody speaks.
 * Returns what ends it.
 */
export function listenForSpeechKeys(keys: SpeechKeys): () => void {
  let since: number | undefined;
  /** What was touched last, unless a key was used since. */
  let touched: EventTarget | null = null;
  const off = new AbortController();
  // Before anybody else, the sheet too, takes them for something.
  const first = { signal: off.signal, capture: true };
  const taken = (target: EventTarget | null) =>
    document.querySelector(MOVED) !== null ||
    (target instanceof Element &&
      (target.matches(TAKES_SPACE) || (target.matches(DRAWN_ON) && target !== touched)));

  const space = (event: KeyboardEvent): boolean => {
    if (since === undefined) {
      if (event.repeat || taken(event.target) || !keys.maySpeak()) {
        return false;
      }
      since = event.timeStamp;
      keys.press();
    }
    return true;
  };
  const escape = (): boolean => {
    const may = keys.mayCancel();
    if (may) {
      since = undefined;
      keys.cancel();
    }
    return may;
  };
  const down = (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (plain && (event.code === 'Space' ? space(event) : event.key === 'Escape' && escape())) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      touched = null;
    }
  };
  const up = (event: Event) => {
    if (since === undefined || (event instanceof KeyboardEvent && event.code !== 'Space')) {
      return;
    }
    const short = event.timeStamp - since < SHORTEST_MS;
    since = undefined;
    if (short) {
      keys.cancel();
    } else {
      keys.release();
    }
  };
  addEventListener(
    'pointerdown',
    ({ target }) => {
      touched = target;
    },
    first,
  );
  addEventListener('keydown', down, first);
  addEventListener('keyup', up, first);
  // The key may come up in another window.
  addEventListener('blur', up, first);
  return () => {
    off.abort();
  };
}

import type { DrawingBoard } from './drawing-board';
import type { FramePlace } from './sheet-view';

/** Zoom for each pixel of a wheel; a step of most wheels has 100. */
const PER_WHEEL_PIXEL = 0.0022;
/** What wheels count in lines and pages, in pixels. */
const WHEEL_UNITS = [1, 16, 400];
/** A second finger that comes later than this after the first is the ball of a hand: the line goes on. */
const PINCH_WITHIN_MS = 350;
/** Where Space has a meaning of its own. */
const TAKES_SPACE = 'a, button, select, textarea, summary, [contenteditable], input:not([type="range"])';

/**
 * Lets wheel, two fingers, the middle button and the space bar with the pointer zoom and move the sheet within its
 * frame. What they take never reaches the pen. While Space would move the sheet, the frame says so in `data-hand`, for
 * others who listen to that key.
 *
 * @returns what takes it all away again
 */
export function attachHand(board: DrawingBoard, frame: HTMLElement): () => void {
  const { view } = board;
  const off = new AbortController();
  /** Before the sheet below hears of it. */
  const first = { signal: off.signal, capture: true };
  const fingers = new Map<number, FramePlace>();
  let firstAt = 0;
  let pinching = false;
  let pan: { readonly id: number; place: FramePlace } | undefined;
  let space = false;
  let pen: number | undefined;

  const placeOf = ({ clientX, clientY }: MouseEvent): FramePlace => {
    const box = frame.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  };

  const showHand = () => {
    frame.toggleAttribute('data-moving', space || pan !== undefined);
  };

  const pinch = (id: number, place: FramePlace) => {
    const [other] = [...fingers].filter(([each]) => each !== id);
    const before = fingers.get(id);
    if (!other || !before) {
      return;
    }
    const [, [x, y]] = other;
    // Frames are not always square, but fingers are compared with themselves only.
    const apart = (from: FramePlace) => Math.max(0.01, Math.hypot(from[0] - x, from[1] - y));
    view.zoomBy(apart(place) / apart(before), [(before[0] + x) / 2, (before[1] + y) / 2]);
    view.panBy((place[0] - before[0]) / 2, (place[1] - before[1]) / 2);
  };

  const down = (event: PointerEvent) => {
    if (event.pointerType === 'pen') {
      pen = event.pointerId;
    } else if (event.pointerType === 'touch' && pen === undefined) {
      if (fingers.size === 0) {
        firstAt = event.timeStamp;
      }
      fingers.set(event.pointerId, placeOf(event));
      if (fingers.size === 2 && event.timeStamp - firstAt < PINCH_WITHIN_MS) {
        pinching = true;
        board.cancel();
      }
    }
    if (pinching || event.button === 1 || (space && event.button === 0)) {
      if (!pinching) {
        pan = { id: event.pointerId, place: placeOf(event) };
        frame.setPointerCapture(event.pointerId);
        showHand();
      }
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const move = (event: PointerEvent) => {
    const place = placeOf(event);
    if (pan?.id === event.pointerId) {
      view.panBy(place[0] - pan.place[0], place[1] - pan.place[1]);
      pan.place = place;
      event.stopPropagation();
    } else if (fingers.has(event.pointerId)) {
      if (pinching) {
        pinch(event.pointerId, place);
        event.stopPropagation();
      }
      fingers.set(event.pointerId, place);
    }
  };

  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    pen = pen === event.pointerId ? undefined : pen;
    // Who lifts one of two fingers does not begin to draw with the other.
    pinching &&= fingers.size > 0;
    if (pan?.id === event.pointerId) {
      pan = undefined;
      showHand();
    }
  };

  frame.addEventListener('pointerdown', down, first);
  frame.addEventListener('pointermove', move, first);
  frame.addEventListener('pointerup', up, first);
  frame.addEventListener('pointercancel', up, first);
  frame.addEventListener(
    'wheel',
    (event) => {
      const inwards = event.deltaY < 0;
      // The whole sheet cannot become smaller: then the wheel scrolls the page.
      if (event.deltaY !== 0 && (inwards || view.zoom > 1 || event.ctrlKey)) {
        event.preventDefault();
        const pixels = event.deltaY * (WHEEL_UNITS[event.deltaMode] ?? 1) * (event.ctrlKey ? 4 : 1);
        view.zoomBy(Math.exp(-pixels * PER_WHEEL_PIXEL), placeOf(event));
      }
    },
    { signal: off.signal, passive: false },
  );

  let over = false;
  const offer = () => {
    frame.toggleAttribute('data-hand', over && view.zoom > 1);
  };
  const hover = (entered: boolean) => () => {
    over = entered;
    offer();
  };
  frame.addEventListener('pointerenter', hover(true), { signal: off.signal });
  frame.addEventListener('pointerleave', hover(false), { signal: off.signal });
  const unsubscribe = view.zooms.add(offer);
  addEventListener(
    'keydown',
    (event) => {
      const typing = event.target instanceof Element && event.target.matches(TAKES_SPACE);
      if (event.code === 'Space' && frame.hasAttribute('data-hand') && !typing) {
        space = true;
        showHand();
        event.preventDefault();
        event.stopPropagation();
      }
    },
    first,
  );
  const letGo = (event: Event) => {
    if (space && (!(event instanceof KeyboardEvent) || event.code === 'Space')) {
      space = false;
      showHand();
    }
  };
  addEventListener('keyup', letGo, first);
  addEventListener('blur', letGo, first);
  return () => {
    unsubscribe();
    off.abort();
    frame.removeAttribute('data-hand');
  };
}

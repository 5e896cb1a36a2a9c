import type { DrawingBoard } from './drawing-board';
import type { PenPoint } from './operations';

/** Pixels of the sheet that an arrow key moves the pen; with Shift four times as far. */
const KEY_STEP = 12;

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Shows where the keyboard's pen is: x and y from 0 to 1 of the sheet. */
export type PenMarker = (x: number, y: number, down: boolean) => void;

/** All samples since the last refresh. Browsers tell them to secure pages only; others get the newest one. */
function samplesOf(event: PointerEvent): readonly PointerEvent[] {
  const samples = (event as Partial<PointerEvent>).getCoalescedEvents?.() ?? [];
  return samples.length > 0 ? samples : [event];
}

/** Number of the button that a pen's other end has: it erases. */
const ERASER_BUTTON = 5;

/**
 * Lets mouse, finger, pen and keyboard draw on a board: arrows move, Space puts the pen down and lifts it, Escape
 * forgets the line. Takes every sample that the browser gathered between two refreshes.
 *
 * @returns what takes it all away again
 */
export function attachPen(board: DrawingBoard, mark: PenMarker): () => void {
  const { canvas } = board;
  const off = new AbortController();
  const { signal } = off;
  let pointer: number | undefined;
  let byTouch = false;
  let keyX = 0.5;
  let keyY = 0.5;
  /** The sheet has the focus because somebody came by key: mouse, finger and pen leave the space bar to others. */
  let byKey = true;

  const place = (event: PointerEvent, box: DOMRect): PenPoint => [
    ((event.clientX - box.left) / box.width) * canvas.width,
    ((event.clientY - box.top) / box.height) * canvas.height,
    event.pressure,
  ];

  const lift = (event: PointerEvent) => {
    if (event.pointerId === pointer) {
      pointer = undefined;
      board.finish();
    }
  };

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      byKey = false;
      const erases = event.button === ERASER_BUTTON;
      // The hand that holds a pen often comes first.
      const overHand = byTouch && event.pointerType === 'pen';
      if ((event.button !== 0 && !erases) || (pointer !== undefined && !overHand)) {
        return;
      }
      board.cancel();
      pointer = event.pointerId;
      byTouch = event.pointerType === 'touch';
      canvas.setPointerCapture(event.pointerId);
      const { brush } = board;
      board.begin(
        place(event, canvas.getBoundingClientRect()),
        event.pointerType !== 'pen',
        erases ? { ...brush, tool: 'eraser' } : brush,
      );
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId === pointer) {
        const box = canvas.getBoundingClientRect();
        board.extend(
          samplesOf(event).map((sample) => place(sample, box)),
          event.shiftKey,
        );
      }
    },
    { signal },
  );
  canvas.addEventListener('pointerup', lift, { signal });
  canvas.addEventListener('lostpointercapture', lift, { signal });
  canvas.addEventListener(
    'pointercancel',
    (event) => {
      if (event.pointerId === pointer) {
        pointer = undefined;
        board.cancel();
      }
    },
    { signal },
  );

  const keyPoint = (): PenPoint => [keyX * canvas.width, keyY * canvas.height, 0.5];
  const pressSpace = () => {
    if (board.drawing) {
      board.finish();
      return;
    }
    board.begin(keyPoint(), false);
    if (board.brush.tool === 'fill') {
      board.finish();
    }
  };
  canvas.addEventListener(
    'keydown',
    (event) => {
      const arrow = ARROWS[event.key];
      if (pointer !== undefined) {
        return;
      }
      if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
        byKey = true;
        const step = KEY_STEP * (event.shiftKey ? 4 : 1);
        keyX = Math.min(1, Math.max(0, keyX + (arrow[0] * step) / canvas.width));
        keyY = Math.min(1, Math.max(0, keyY + (arrow[1] * step) / canvas.height));
        board.extend([keyPoint()]);
      } else if (event.key === ' ' && !event.repeat && byKey) {
        pressSpace();
      } else if (event.key === 'Escape' && board.drawing) {
        board.cancel();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      mark(keyX, keyY, board.drawing);
    },
    { signal },
  );
  canvas.addEventListener(
    'blur',
    () => {
      byKey = true;
      if (pointer === undefined) {
        board.finish();
      }
    },
    { signal },
  );
  return () => {
    off.abort();
    if (pointer !== undefined) {
      board.finish();
    }
  };
}

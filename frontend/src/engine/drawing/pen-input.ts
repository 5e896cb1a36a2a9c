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
  let keyX = 0.5;
  let keyY = 0.5;
  let keyDown = false;

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
      if (event.button !== 0 || pointer !== undefined) {
        return;
      }
      pointer = event.pointerId;
      canvas.setPointerCapture(event.pointerId);
      board.begin(place(event, canvas.getBoundingClientRect()), event.pointerType !== 'pen');
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId === pointer) {
        const box = canvas.getBoundingClientRect();
        board.extend(samplesOf(event).map((sample) => place(sample, box)));
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
  const endKeyStroke = () => {
    if (keyDown) {
      keyDown = false;
      board.finish();
    }
  };
  canvas.addEventListener(
    'keydown',
    (event) => {
      const arrow = ARROWS[event.key];
      if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const step = KEY_STEP * (event.shiftKey ? 4 : 1);
        keyX = Math.min(1, Math.max(0, keyX + (arrow[0] * step) / canvas.width));
        keyY = Math.min(1, Math.max(0, keyY + (arrow[1] * step) / canvas.height));
        board.extend([keyPoint()]);
      } else if (event.key === ' ' && !event.repeat) {
        if (keyDown) {
          endKeyStroke();
        } else {
          keyDown = board.brush.tool === 'pen' || board.brush.tool === 'eraser';
          board.begin(keyPoint(), false);
        }
      } else if (event.key === 'Escape' && keyDown) {
        keyDown = false;
        board.cancel();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      mark(keyX, keyY, keyDown);
    },
    { signal },
  );
  canvas.addEventListener('blur', endKeyStroke, { signal });
  return () => {
    off.abort();
  };
}

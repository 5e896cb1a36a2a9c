/** One sample of a pen: x and y in pixels of the sheet, pressure 0 to 1. */
export type PenPoint = readonly [x: number, y: number, pressure: number];

/** A line of the pen or of the eraser. */
export interface Stroke {
  readonly kind: 'stroke';
  readonly tool: 'pen' | 'eraser';
  readonly points: readonly PenPoint[];
  /** CSS colour `#rrggbb`; unused by the eraser. */
  readonly colour: string;
  /** Pixels. */
  readonly size: number;
  /** The device tells no pressure: it is guessed from the speed. */
  readonly simulatePressure: boolean;
}

/** Everything of like colour around a point gets this colour. */
export interface Fill {
  readonly kind: 'fill';
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/** An image below the drawing, or none. Images are kept outside, by number. */
export interface Underlay {
  readonly kind: 'underlay';
  readonly image: number | undefined;
}

/** A fresh sheet: takes the drawing and the underlay away. */
export interface Clear {
  readonly kind: 'clear';
}

/** What a drawing is made of. */
export type Operation = Stroke | Fill | Underlay | Clear;

/** What was done, and what was undone and may be done again. Immutable. */
export interface DrawingHistory {
  readonly done: readonly Operation[];
  readonly undone: readonly Operation[];
}

/** A fresh sheet without a past. */
export const EMPTY_HISTORY: DrawingHistory = { done: [], undone: [] };

/** The history with these operations done after all others; what was undone before is gone. */
export function perform(history: DrawingHistory, ...operations: readonly Operation[]): DrawingHistory {
  return { done: [...history.done, ...operations], undone: [] };
}

/** Takes the last operation back; the same history when there is none. */
export function undo(history: DrawingHistory): DrawingHistory {
  const last = history.done.at(-1);
  return last ? { done: history.done.slice(0, -1), undone: [...history.undone, last] } : history;
}

/** Does again what was undone last; the same history when nothing was. */
export function redo(history: DrawingHistory): DrawingHistory {
  const last = history.undone.at(-1);
  return last ? { done: [...history.done, last], undone: history.undone.slice(0, -1) } : history;
}

/** The operations that can be seen: those after the last clear. */
export function visible(operations: readonly Operation[]): readonly Operation[] {
  const cleared = operations.findLastIndex((operation) => operation.kind === 'clear');
  return operations.slice(cleared + 1);
}

/** Whether the sheet is blank. */
export function isBlank(history: DrawingHistory): boolean {
  return visible(history.done).every(
    (operation) =>
      (operation.kind === 'underlay' && operation.image === undefined) ||
      (operation.kind === 'stroke' && operation.tool === 'eraser'),
  );
}

function moved(operation: Operation, dx: number, dy: number): Operation {
  switch (operation.kind) {
    case 'stroke':
      return {
        ...operation,
        points: operation.points.map(([x, y, pressure]): PenPoint => [x + dx, y + dy, pressure]),
      };
    case 'fill':
      return { ...operation, x: operation.x + dx, y: operation.y + dy };
    default:
      return operation;
  }
}

/** The same drawing on a sheet whose middle lies elsewhere. */
export function translate(history: DrawingHistory, dx: number, dy: number): DrawingHistory {
  return {
    done: history.done.map((operation) => moved(operation, dx, dy)),
    undone: history.undone.map((operation) => moved(operation, dx, dy)),
  };
}

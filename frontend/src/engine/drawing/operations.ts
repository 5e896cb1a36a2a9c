import type { DrawnFigure } from './figures';

/** One sample of a pen: x and y in pixels of the sheet, pressure 0 to 1. */
export type PenPoint = readonly [x: number, y: number, pressure: number];

/**
 * From the bottom to the top: what a drawing stands on, the drawing, and notes over it. The engine gets what is seen of
 * the first two, and never the notes.
 */
export const LAYERS = ['underlay', 'sheet', 'notes'] as const;
export type Layer = (typeof LAYERS)[number];

interface Painted {
  /** Where the paint goes; absent in sheets from before there were layers, which had one for paint: the sheet. */
  readonly layer?: Layer | undefined;
}

/** A line of the pen or of the eraser. */
export interface Stroke extends Painted {
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
export interface Fill extends Painted {
  readonly kind: 'fill';
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  /** Openings of the outline up to this many pixels count as closed; absent means none. */
  readonly gap?: number | undefined;
}

/** A line with a ruler, a shape or a stamp. */
export interface Figure extends Painted, DrawnFigure {
  readonly kind: 'figure';
}

/** An image below the drawing, or none. Images are kept outside, by number. */
export interface Underlay {
  readonly kind: 'underlay';
  readonly image: number | undefined;
}

/** Hides a layer, or shows it again. What is hidden is not sent either. */
export interface Visibility {
  readonly kind: 'visibility';
  readonly layer: Layer;
  readonly shown: boolean;
}

/** A fresh sheet: takes away everything on all layers, and shows them. */
export interface Clear {
  readonly kind: 'clear';
}

/** What a drawing is made of. */
export type Operation = Stroke | Fill | Figure | Underlay | Visibility | Clear;

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

/** The layer that an operation changes; undefined for a clear, which changes all. */
export function layerOf(operation: Operation): Layer | undefined {
  switch (operation.kind) {
    case 'clear':
      return undefined;
    case 'underlay':
      return 'underlay';
    default:
      return operation.layer ?? 'sheet';
  }
}

/** The layers that are hidden after these operations. */
export function hiddenLayers(operations: readonly Operation[]): readonly Layer[] {
  const hidden = new Set<Layer>();
  for (const operation of visible(operations)) {
    if (operation.kind === 'visibility') {
      if (operation.shown) {
        hidden.delete(operation.layer);
      } else {
        hidden.add(operation.layer);
      }
    }
  }
  return LAYERS.filter((layer) => hidden.has(layer));
}

/** Whether there is nothing on any layer. */
export function isBlank(history: DrawingHistory): boolean {
  return visible(history.done).every(
    (operation) =>
      operation.kind === 'visibility' ||
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
    case 'figure': {
      const { from, to } = operation;
      return { ...operation, from: [from[0] + dx, from[1] + dy], to: [to[0] + dx, to[1] + dy] };
    }
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

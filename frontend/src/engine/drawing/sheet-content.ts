import type { DrawingHistory, Operation } from './operations';

/** An image that lies under drawings: to be drawn, and to be kept. */
export interface LaidImage {
  readonly bitmap: ImageBitmap;
  readonly blob: Blob;
}

/** All that is on a sheet, with all that can be undone and redone. */
export interface SheetContent extends DrawingHistory {
  /** Pixels of the sheet. */
  readonly width: number;
  readonly height: number;
  /** The images that the operations name by number. */
  readonly images: readonly Blob[];
}

/** A sheet as it is kept in this browser. */
export interface KeptSheet extends SheetContent {
  readonly id: string;
  /** Milliseconds of `Date.now()`. */
  readonly changedAt: number;
  /** The prompt that was in force. */
  readonly prompt: string;
  /** A small JPEG of it. */
  readonly thumbnail: Blob | undefined;
}

/** What a list of sheets shows of each. */
export type SheetSummary = Pick<KeptSheet, 'id' | 'changedAt' | 'prompt' | 'thumbnail'>;

/** The same content with only those images that some operation names, numbered anew. */
export function withUsedImages(content: SheetContent): SheetContent {
  const used = [...content.done, ...content.undone].flatMap((operation) =>
    operation.kind === 'underlay' && operation.image !== undefined ? [operation.image] : [],
  );
  const numbers = [...new Set(used)];
  const renumbered = (operation: Operation): Operation =>
    operation.kind === 'underlay' && operation.image !== undefined
      ? { ...operation, image: numbers.indexOf(operation.image) }
      : operation;
  return {
    ...content,
    done: content.done.map(renumbered),
    undone: content.undone.map(renumbered),
    images: numbers.flatMap((number) => content.images[number] ?? []),
  };
}

import type { PictureKind, RoomPictures } from './room-pictures';

/**
 * Paints the pictures of a classroom on canvases that come and go. A picture that comes before its canvas is kept, one for
 * each seat and kind; of those that come while one is being decoded only the newest is painted.
 */
export class PictureBoard {
  readonly #shown = new Map<PictureKind, Map<number, Shown>>();

  /** Shows a seat's pictures of a kind on `canvas` from now on; the returned function ends that. */
  show(seat: number, kind: PictureKind, canvas: HTMLCanvasElement): () => void {
    const shown = this.#of(seat, kind);
    shown.canvas = canvas;
    paint(shown);
    return () => {
      if (shown.canvas === canvas) {
        shown.canvas = undefined;
      }
    };
  }

  /** Takes what came over the socket. */
  receive({ kind, pictures }: RoomPictures): void {
    for (const [seat, jpeg] of pictures) {
      const shown = this.#of(seat, kind);
      shown.waiting = new Blob([jpeg], { type: 'image/jpeg' });
      paint(shown);
    }
  }

  /** Forgets the pictures of all other seats. */
  retain(seats: readonly number[]): void {
    for (const all of this.#shown.values()) {
      for (const seat of all.keys()) {
        if (!seats.includes(seat)) {
          all.delete(seat);
        }
      }
    }
  }

  /** Forgets all pictures of a kind. */
  forget(kind: PictureKind): void {
    this.#shown.delete(kind);
  }

  #of(seat: number, kind: PictureKind): Shown {
    let all = this.#shown.get(kind);
    if (!all) {
      all = new Map();
      this.#shown.set(kind, all);
    }
    let shown = all.get(seat);
    if (!shown) {
      shown = { canvas: undefined, waiting: undefined, last: undefined, busy: false };
      all.set(seat, shown);
    }
    return shown;
  }
}

interface Shown {
  canvas: HTMLCanvasElement | undefined;
  waiting: Blob | undefined;
  /** What was painted last, for another canvas. */
  last: Blob | undefined;
  busy: boolean;
}

function paint(shown: Shown): void {
  const jpeg = shown.waiting ?? shown.last;
  const { canvas } = shown;
  if (shown.busy || !canvas || !jpeg) {
    return;
  }
  shown.busy = true;
  shown.waiting = undefined;
  shown.last = jpeg;
  createImageBitmap(jpeg)
    .then((bitmap) => {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      bitmap.close();
      canvas.dataset['painted'] = 'true';
    })
    // A picture that cannot be read is replaced by the next one.
    .catch(() => undefined)
    .finally(() => {
      shown.busy = false;
      if (shown.waiting !== undefined || shown.canvas !== canvas) {
        paint(shown);
      }
    });
}

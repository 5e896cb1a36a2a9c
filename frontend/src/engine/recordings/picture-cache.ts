/** Where a picture stands. */
type Slot = { readonly abort: AbortController; picture?: ImageBitmap; failed?: boolean };

const MAX_LOADING = 4;

/**
 * Decoded pictures around the place that is being played: those that come next are loaded ahead, a few at a time and
 * the nearest first, and those that are passed are let go.
 */
export class PictureCache {
  readonly #slots = new Map<number, Slot>();
  #wanted: readonly number[] = [];
  #closed = false;

  /**
   * @param load fetches and decodes a picture
   * @param loaded hears of every picture that has come, or could not
   */
  constructor(
    private readonly load: (number: number, signal: AbortSignal) => Promise<ImageBitmap>,
    private readonly loaded: (number: number) => void,
  ) {}

  /** A picture that is there. */
  get(number: number): ImageBitmap | undefined {
    return this.#slots.get(number)?.picture;
  }

  /** Whether waiting for a picture leads to nothing. */
  hasFailed(number: number): boolean {
    return this.#slots.get(number)?.failed === true;
  }

  /** Keeps and loads these, in this order, and lets all others go. */
  want(numbers: readonly number[]): void {
    this.#wanted = numbers;
    const keep = new Set(numbers);
    for (const [number, slot] of this.#slots) {
      if (!keep.has(number)) {
        slot.abort.abort();
        slot.picture?.close();
        this.#slots.delete(number);
      }
    }
    this.#fill();
  }

  close(): void {
    this.#closed = true;
    this.want([]);
  }

  #fill(): void {
    let loading = [...this.#slots.values()].filter((slot) => !slot.picture && !slot.failed).length;
    for (const number of this.#wanted) {
      if (loading >= MAX_LOADING) {
        return;
      }
      if (!this.#slots.has(number)) {
        loading += 1;
        void this.#fetch(number);
      }
    }
  }

  async #fetch(number: number): Promise<void> {
    const slot: Slot = { abort: new AbortController() };
    this.#slots.set(number, slot);
    try {
      const picture = await this.load(number, slot.abort.signal);
      if (slot.abort.signal.aborted) {
        picture.close();
        return;
      }
      slot.picture = picture;
    } catch {
      // Lost on the way or trimmed meanwhile: the player goes on without it.
      slot.failed = true;
    }
    if (!this.#closed && !slot.abort.signal.aborted) {
      this.loaded(number);
      this.#fill();
    }
  }
}

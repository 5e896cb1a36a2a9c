/** One picture of the last minute. */
export interface RecentPicture {
  readonly jpeg: Blob;
  /** When it was shown, in milliseconds of `Date.now()`. */
  readonly at: number;
  /** How it was painted: prompt, seed and what else the field writes down. */
  readonly made: string;
}

/** Between two pictures that are remembered. */
const EVERY_MS = 2_000;
/** Pictures that are remembered: a minute and a half, at most some megabytes. */
const MOST = 45;

/** Remembers some of the last pictures, in memory only: what is liked too late can still be had. */
export class RecentPictures {
  #pictures: readonly RecentPicture[] = [];
  #last: Uint8Array = new Uint8Array();

  /**
   * A picture has come; most are let go.
   *
   * @param made asked for those that are not
   */
  note(jpeg: Uint8Array<ArrayBuffer>, now: number, made: () => string): void {
    const newest = this.#pictures.at(-1);
    // While nothing changes, the same picture comes again and again.
    if ((newest && now - newest.at < EVERY_MS) || same(jpeg, this.#last)) {
      return;
    }
    this.#last = jpeg.slice();
    this.#pictures = [
      ...this.#pictures,
      { jpeg: new Blob([this.#last as Uint8Array<ArrayBuffer>]), at: now, made: made() },
    ].slice(-MOST);
  }

  /** The newest first. */
  get pictures(): readonly RecentPicture[] {
    return this.#pictures.toReversed();
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

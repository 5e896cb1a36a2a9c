/** Shorter than this, a press is a tap: people who cannot hold a button begin with one and end with another. */
const TAP_MS = 350;

/** Tells a held button from a tapped one. */
export class HoldOrTap {
  #since: number | undefined;
  #latched = false;

  /**
   * @param begin the button, or the first tap, goes down
   * @param finish the held button goes up, or the second tap goes down
   */
  constructor(
    private readonly begin: () => void,
    private readonly finish: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  down(): void {
    if (this.#since !== undefined) {
      return;
    }
    if (this.#latched) {
      this.#latched = false;
      this.finish();
    } else {
      this.#since = this.now();
      this.begin();
    }
  }

  up(): void {
    if (this.#since === undefined) {
      return;
    }
    this.#latched = this.now() - this.#since < TAP_MS;
    this.#since = undefined;
    if (!this.#latched) {
      this.finish();
    }
  }

  /** It ended by itself: the next tap begins. */
  forget(): void {
    this.#since = undefined;
    this.#latched = false;
  }
}

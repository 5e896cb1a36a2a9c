/** Waits until the person stops typing, so that a sentence is one prompt and not thirty. */
export class TypingPause {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly onPause: () => void,
    private readonly pauseMs = 900,
  ) {}

  /** Whether something was typed that has not been handed on. */
  get pending(): boolean {
    return this.#timer !== undefined;
  }

  /** A key was pressed. */
  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.onPause();
    }, this.pauseMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

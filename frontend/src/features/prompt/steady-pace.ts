/** Does something again and again while it is asked for, but at most once in an interval, and last with what is newest. */
export class SteadyPace {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly act: () => void,
    private readonly everyMs = 350,
  ) {}

  /** Asks for it: within an interval from now it is done. */
  request(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.act();
    }, this.everyMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

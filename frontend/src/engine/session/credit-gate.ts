/** Counts the frames that the server is ready to take. */
export class CreditGate {
  #frames = 0;

  /** Frames that may be sent now. */
  get frames(): number {
    return this.#frames;
  }

  /** The server takes so many more. */
  grant(frames: number): void {
    this.#frames += frames;
  }

  /** Uses one; false, and nothing used, when there is none. */
  take(): boolean {
    if (this.#frames === 0) {
      return false;
    }
    this.#frames -= 1;
    return true;
  }

  /** Gives one back that was taken for a frame that was not sent. */
  putBack(): void {
    this.#frames += 1;
  }

  /** A new connection starts with nothing. */
  reset(): void {
    this.#frames = 0;
  }
}

/** Tells the pauses of somebody who speaks from what a network says of one frame after the other. */
export class Pauses {
  #speaking = false;
  #quiet = 0;

  /**
   * @param speech likelihood of speech, 0 to 1, from which on a frame is speech
   * @param silence likelihood below which a frame is silence; between the two it is neither
   * @param frames of silence, without speech between them, that make a pause
   */
  constructor(
    private readonly speech: number,
    private readonly silence: number,
    private readonly frames: number,
  ) {}

  /** @param likely 0 to 1, that the frame holds speech */
  frame(likely: number): 'pause' | 'resume' | undefined {
    if (likely >= this.speech) {
      const pausing = this.#quiet >= this.frames;
      this.#quiet = 0;
      return pausing ? 'resume' : undefined;
    }
    if (likely < this.silence && this.#speaking) {
      this.#quiet += 1;
      return this.#quiet === this.frames ? 'pause' : undefined;
    }
    return undefined;
  }

  /** Somebody began or ceased to speak; what follows silence at the end is no pause. */
  speaks(speaking: boolean): void {
    this.#speaking = speaking;
    this.#quiet = 0;
  }
}

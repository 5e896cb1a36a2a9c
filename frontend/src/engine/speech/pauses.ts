/** Tells the pauses of somebody who speaks from what a network says of one frame after the other. */
export class Pauses {
  #speaking = false;
  #quiet = 0;

  /**
   * @param speech likelihood of speech, 0 to 1, from which on a frame is speech
   * @param silence likelihood below which a frame is silence; between the two it is neither
   * @param breath frames of silence, without speech between them, that make a breath
   * @param pause frames that make a pause, more than those of a breath
   */
  constructor(
    private readonly speech: number,
    private readonly silence: number,
    private readonly breath: number,
    private readonly pause: number,
  ) {}

  /** @param likely 0 to 1, that the frame holds speech */
  frame(likely: number): 'breath' | 'pause' | 'resume' | undefined {
    if (likely >= this.speech) {
      const breathing = this.#quiet >= this.breath;
      this.#quiet = 0;
      return breathing ? 'resume' : undefined;
    }
    if (likely < this.silence && this.#speaking) {
      this.#quiet += 1;
      return this.#quiet === this.breath ? 'breath' : this.#quiet === this.pause ? 'pause' : undefined;
    }
    return undefined;
  }

  /** Somebody began or ceased to speak; what follows silence at the end is no pause. */
  speaks(speaking: boolean): void {
    this.#speaking = speaking;
    this.#quiet = 0;
  }
}

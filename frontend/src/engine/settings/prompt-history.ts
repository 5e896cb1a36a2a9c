/** Prompts that are kept. */
const MOST = 50;
/** Pauses within a sentence that is being typed are shorter; each of them sends what is there so far. */
const ONE_THOUGHT_MS = 5_000;

/** A prompt, and when another took its place. */
interface Former {
  readonly text: string;
  readonly at: number;
}

/** The prompts before this one, for undo and redo. */
export class PromptHistory {
  #past: Former[] = [];
  #future: Former[] = [];
  #typedAt = Number.NEGATIVE_INFINITY;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** When the change was made that {@link undo} would take back, in the clock of {@link note}. */
  get changedAt(): number {
    return this.#past.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * A prompt takes the place of another.
   *
   * @param typed what is typed in one go counts as one change
   * @param now milliseconds
   */
  note(before: string, after: string, typed: boolean, now: number): void {
    const goesOn = typed && now - this.#typedAt < ONE_THOUGHT_MS;
    this.#typedAt = typed ? now : Number.NEGATIVE_INFINITY;
    if (before === after) {
      return;
    }
    this.#future = [];
    if (!goesOn && before !== '') {
      this.#past = [...this.#past, { text: before, at: now }].slice(-MOST);
    }
  }

  /** The prompt before `current`; undefined when there is none. */
  undo(current: string): string | undefined {
    this.#typedAt = Number.NEGATIVE_INFINITY;
    const before = this.#past.pop();
    if (before) {
      this.#future.push({ text: current, at: before.at });
    }
    return before?.text;
  }

  /** The prompt that was undone last; undefined when there is none. */
  redo(current: string): string | undefined {
    const after = this.#future.pop();
    if (after) {
      this.#past.push({ text: current, at: after.at });
    }
    return after?.text;
  }
}

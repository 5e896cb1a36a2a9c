/** Takes a listener away again. */
export type Unsubscribe = () => void;

/** Who wants to hear of one kind of event. */
export class Listeners<T> {
  readonly #all = new Set<(event: T) => void>();

  add(listener: (event: T) => void): Unsubscribe {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  emit(event: T): void {
    for (const listener of [...this.#all]) {
      listener(event);
    }
  }
}

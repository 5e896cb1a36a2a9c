import type { SettingValue, SettingValues } from './values';

/**
 * Gathers changes of settings and hands them on together, at most once in `intervalMs`: a slider that is
 * dragged makes ten messages a second rather than sixty. The first change after a pause goes out at once.
 */
export class SettingsOutbox {
  #waiting: Record<string, SettingValue> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send takes the gathered changes; returns false when they cannot go out now, then they are kept. */
  constructor(
    private readonly send: (values: SettingValues) => boolean,
    private readonly intervalMs = 100,
  ) {}

  /** Notes a change; a later one of the same setting replaces it. */
  put(name: string, value: SettingValue): void {
    this.#waiting[name] = value;
    if (this.#timer === undefined) {
      this.flush();
    }
  }

  /** Sends what is waiting now. Call it when a connection comes up. */
  flush(): void {
    const values = this.#waiting;
    if (Object.keys(values).length === 0 || !this.send(values)) {
      return;
    }
    this.#waiting = {};
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, this.intervalMs);
  }
}

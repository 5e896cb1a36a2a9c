import type { SettingValue, SettingValues } from './values';

/** How long a change made here outweighs what the server still reports, in milliseconds. */
const TRUST_MS = 1_000;

interface Change {
  readonly value: SettingValue;
  readonly until: number;
  /** Only for a look. */
  readonly trial: boolean;
}

/**
 * Remembers what was changed on this page and was not reported by the server yet: while a slider is dragged, reports of
 * its earlier places must not pull it back, and what went into a connection that was dying has to be said again.
 */
export class OwnChanges {
  readonly #recent = new Map<string, Change>();

  /**
   * @param now   milliseconds, of the same clock as for {@link over}
   * @param trial only for a look: not said again
   */
  note(name: string, value: SettingValue, now: number, trial = false): void {
    this.#recent.set(name, { value, until: now + TRUST_MS, trial });
  }

  /** The server's values with the recent changes of this page over them. */
  over(inForce: SettingValues, now: number): SettingValues {
    const values = { ...inForce };
    for (const [name, { value, until }] of this.#recent) {
      if (now < until && inForce[name] !== value) {
        values[name] = value;
      } else {
        this.#recent.delete(name);
      }
    }
    return values;
  }

  /** The server has refused this change. */
  forget(name: string): void {
    this.#recent.delete(name);
  }

  /** Somebody else has the say from now on. */
  clear(): void {
    this.#recent.clear();
  }

  /** What is to be said on a new connection, because the server has not reported it on the one before; recent again. */
  unreported(now: number): SettingValues {
    const again = [...this.#recent].filter(([, { trial }]) => !trial);
    this.#recent.clear();
    for (const [name, { value }] of again) {
      this.note(name, value, now);
    }
    return Object.fromEntries(again.map(([name, { value }]) => [name, value]));
  }
}

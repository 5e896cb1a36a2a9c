import type { SettingValue, SettingValues } from './values';

/** How long a change made here outweighs what the server still reports, in milliseconds. */
const TRUST_MS = 1_000;

/**
 * Remembers what was changed on this page a moment ago: while a slider is dragged, the server's reports of its
 * earlier places must not pull it back.
 */
export class OwnChanges {
  readonly #recent = new Map<string, { readonly value: SettingValue; readonly until: number }>();

  /** @param now milliseconds, of the same clock as for {@link over} */
  note(name: string, value: SettingValue, now: number): void {
    this.#recent.set(name, { value, until: now + TRUST_MS });
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
}

import type { SettingValues } from '../settings/values';
import type { Preset } from './presets';

/** What a preset is applied to. */
export interface Applicable {
  readonly values: SettingValues;
  /** Puts settings in force; the prompt among them counts as one from a preset. */
  apply(values: SettingValues): void;
}

/**
 * Applies presets so that it can be undone: while one looks at presets, what was in force before is remembered, and put
 * back unless one of them is kept.
 */
export class TryOut {
  #before: SettingValues | undefined;

  constructor(private readonly target: Applicable) {}

  /** Something is tried that was not kept yet. */
  get trying(): boolean {
    return this.#before !== undefined;
  }

  /** Shows `preset` for now. */
  try(preset: Preset): void {
    const { values } = this.target;
    const former = this.#before ?? values;
    // What the preset before touched, this one need not touch.
    const change = { ...former, ...settingsOf(preset) };
    this.#before = former;
    this.#apply(change);
  }

  /** Back to what was in force before. */
  undo(): void {
    const former = this.#before;
    this.#before = undefined;
    if (former) {
      this.#apply(former);
    }
  }

  /** Lets what is tried stay. Returns what was in force before. */
  keep(): SettingValues | undefined {
    const former = this.#before;
    this.#before = undefined;
    return former;
  }

  #apply(wanted: SettingValues): void {
    const { values } = this.target;
    const change = Object.fromEntries(
      Object.entries(wanted).filter(([name, value]) => values[name] !== value),
    );
    if (Object.keys(change).length > 0) {
      this.target.apply(change);
    }
  }
}

/** All that a preset sets, the prompts included. */
export function settingsOf(preset: Preset): SettingValues {
  return { ...preset.settings, prompt: preset.prompt, negative_prompt: preset.negativePrompt };
}

import type { SettingValues } from '../settings/values';
import type { Preset } from './presets';

/** What a preset is applied to. */
export interface Applicable {
  readonly values: SettingValues;
  /** Puts settings in force; the prompt among them counts as one from a preset. */
  apply(values: SettingValues): void;
  /** Puts settings in force for a look, without a trace in the history. */
  tryOut(values: SettingValues): void;
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
    const change = difference(values, { ...former, ...settingsOf(preset) });
    this.#before = former;
    if (change) {
      this.target.tryOut(change);
    }
  }

  /** Back to what was in force before. */
  undo(): void {
    const former = this.#before;
    this.#before = undefined;
    const change = former && difference(this.target.values, former);
    if (change) {
      this.target.apply(change);
    }
  }

  /** Puts `preset` in force for good. Returns what was in force before. */
  keep(preset: Preset): SettingValues {
    this.try(preset);
    const former = this.#before ?? this.target.values;
    this.#before = undefined;
    const change = difference(former, { ...former, ...settingsOf(preset) });
    if (change) {
      this.target.apply(change);
    }
    return former;
  }
}

/** What has to change for `wanted`; undefined when nothing has to. */
function difference(values: SettingValues, wanted: SettingValues): SettingValues | undefined {
  const changes = Object.entries(wanted).filter(([name, value]) => values[name] !== value);
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}

/** All that a preset sets, the prompts included. */
export function settingsOf(preset: Preset): SettingValues {
  return { ...preset.settings, prompt: preset.prompt, negative_prompt: preset.negativePrompt };
}

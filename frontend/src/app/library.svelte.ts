import { presetName } from '../i18n/preset-name';
import { untrack } from 'svelte';
import { Listeners } from '../engine/listeners';
import { LibraryApi } from '../engine/library/library-api';
import type { Preset, PresetContent } from '../engine/library/presets';
import { TryOut } from '../engine/library/try-out';
import type { SettingValues } from '../engine/settings/values';
import { thumbnailOf } from '../features/gallery/thumbnail';
import type { Studio } from './studio.svelte';

/** Of the moment rather than of a look, or fields of a preset in their own right. */
const NOT_SAVED: ReadonlySet<string> = new Set(['prompt', 'negative_prompt', 'freeze', 'input']);

/** What the page does with presets and prompts of the past. */
export class Library {
  readonly api = new LibraryApi();
  /** Everything about this person was deleted on the server. */
  readonly forgotten = new Listeners<undefined>();
  /** The presets stand where the settings are. */
  galleryOpen = $state(false);
  dialog = $state<'save' | 'prompts' | 'you'>();
  /** The preset that the save dialog changes. */
  editing = $state.raw<Preset>();
  /** Counts changes, so that the gallery looks again. */
  version = $state(0);
  tried = $state.raw<Preset>();
  /** Name of the preset that was chosen last and can be undone, or empty. */
  kept = $state('');
  /** Where the result is painted. */
  canvas: HTMLCanvasElement | undefined;

  #offered: string | undefined;
  #beforeKept: SettingValues | undefined;
  readonly #tryOut: TryOut;

  constructor(private readonly studio: Studio) {
    this.#tryOut = new TryOut(studio);
  }

  /** The look in force, as a preset keeps it. */
  get now(): Pick<PresetContent, 'prompt' | 'negativePrompt' | 'settings'> {
    const { values } = this.studio;
    return {
      prompt: String(values['prompt'] ?? ''),
      negativePrompt: String(values['negative_prompt'] ?? ''),
      settings: Object.fromEntries(Object.entries(values).filter(([name]) => !NOT_SAVED.has(name))),
    };
  }

  /** Shows a preset on the picture until {@link putBack} or {@link keep}. */
  try(preset: Preset): void {
    this.tried = preset;
    this.#tryOut.try(preset);
  }

  putBack(): void {
    this.tried = undefined;
    this.#tryOut.undo();
  }

  /** Applies a preset for good. */
  keep(preset: Preset): void {
    this.#beforeKept = this.#tryOut.keep(preset);
    this.tried = undefined;
    this.kept = presetName(preset);
    // That it is counted is of no concern to who uses it.
    this.api.used(preset.id, AbortSignal.timeout(10_000)).catch(() => undefined);
  }

  /** Back to what was in force before {@link keep}. */
  undoKeep(): void {
    const { values } = this.studio;
    const former = Object.entries(this.#beforeKept ?? {}).filter(([name, value]) => values[name] !== value);
    this.studio.apply(Object.fromEntries(former));
    this.kept = '';
  }

  edit(preset: Preset | undefined): void {
    this.editing = preset;
    this.dialog = 'save';
  }

  changed(): void {
    this.version += 1;
  }

  /** The teacher has narrowed the gallery to these, or given it back. */
  offered(presets: readonly string[] | undefined): void {
    const now = presets?.join();
    if (now !== this.#offered) {
      this.#offered = now;
      untrack(() => this.changed());
    }
  }

  /**
   * Saves the look in force with a picture of it under a name, for its owner only, and returns what deletes it again;
   * both reject with a message for people.
   */
  async saveAs(name: string): Promise<() => Promise<void>> {
    const signal = AbortSignal.timeout(20_000);
    const picture = this.canvas && (await thumbnailOf(this.canvas));
    const { preset } = await this.api.save(
      { ...this.now, name, tags: [], visibility: 'mine' },
      undefined,
      signal,
    );
    if (picture) {
      // Without its picture it is saved all the same: whoever says it again would have it twice.
      await this.api.illustrate(preset.id, picture, signal).catch(() => undefined);
    }
    this.changed();
    return async () => {
      await this.api.remove(preset.id, AbortSignal.timeout(20_000));
      this.changed();
    };
  }
}

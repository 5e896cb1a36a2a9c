import { fromServer } from './texts.svelte';

/** What a preset is called: built-in ones in the language of the page, all others as their authors named them. */
export function presetName(preset: { name: string; slug: string }): string {
  return preset.slug === '' ? preset.name : fromServer(`presets.${preset.slug}`, preset.name);
}

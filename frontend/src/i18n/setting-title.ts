import { fromServer } from './texts.svelte';

/**
 * What a setting is called.
 *
 * @param otherwise where the page has no name for it
 */
export function settingTitle(name: string, otherwise: string): string {
  return fromServer(`settings.${name}.title`, otherwise);
}

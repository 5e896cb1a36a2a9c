import builtIn from './server/preset-tags.json';
import { fromServer, language } from './texts.svelte';
import { presetName } from './preset-name';

const PRESETS: readonly (readonly [slug: string, tags: readonly string[]])[] = Object.entries(builtIn);
const TAGS: ReadonlySet<string> = new Set(PRESETS.flatMap(([, tags]) => tags));

/** What a tag is called: those of built-in presets in the language of the page, all others as their authors wrote them. */
export function tagName(tag: string): string {
  return TAGS.has(tag) ? fromServer(`tags.${tag}`, tag) : tag;
}

/** The tag that is called so on the page; what is none of the built-in presets is a tag itself. */
export function tagNamed(name: string): string {
  const wanted = plain(name);
  return [...TAGS].find((tag) => plain(tagName(tag)) === wanted) ?? name;
}

/**
 * Built-in presets that have all words of a search in their names and tags as the page calls them, by slugs. The server
 * knows the English ones.
 */
export function presetsCalled(search: string): readonly string[] {
  const wanted = wordsIn(search);
  if (language() === 'en' || wanted.length === 0) {
    return [];
  }
  return PRESETS.filter(([slug, tags]) => {
    const words = wordsIn([presetName({ name: '', slug }), ...tags.map(tagName)].join(' '));
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  }).map(([slug]) => slug);
}

function wordsIn(text: string): readonly string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Without what is left out in a hurry: capitals and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

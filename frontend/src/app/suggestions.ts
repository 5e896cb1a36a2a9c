import type { Vocabulary } from '../engine/settings/vocabulary';
import type { SourceKind } from './sources';
import { fromServer, language, t } from '../i18n/texts.svelte';

/** Styles that models without a list of words know too. */
const COMMON_STYLES = [
  'watercolour',
  'pencil sketch',
  'comic book',
  'oil painting',
  'clay figure',
  'pixel art',
  'stained glass',
  'neon lights',
];
const MOST = 12;

/** What to offer as prompts: things for what is drawn or only told, styles for what is filmed. */
export function suggestionsFor(
  source: SourceKind,
  examples: readonly string[],
  vocabulary: Vocabulary,
): { readonly title: string; readonly prompts: readonly string[] } {
  if (source === 'drawing' || source === 'text') {
    return { title: '', prompts: examples.map((example) => inLanguage(example, vocabulary)) };
  }
  const styles = vocabulary.stylesIn(language());
  return { title: t('stage.tryStyle'), prompts: (styles.length > 0 ? styles : COMMON_STYLES).slice(0, MOST) };
}

/** One of the model's examples in the page's language, where the model understands that. */
export function inLanguage(example: string, vocabulary: Vocabulary): string {
  const translated = fromServer(`examples.${example}`, example);
  return vocabulary.speaks(language()) && vocabulary.unknownIn(translated).length === 0
    ? translated
    : example;
}

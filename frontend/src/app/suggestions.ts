import type { Vocabulary } from '../engine/settings/vocabulary';
import type { SourceKind } from './sources';

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
    return { title: '', prompts: examples };
  }
  const styles = vocabulary.styles.length > 0 ? vocabulary.styles : COMMON_STYLES;
  return { title: 'Try a style:', prompts: styles.slice(0, MOST) };
}

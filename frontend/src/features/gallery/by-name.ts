import type { Page } from '../../engine/library/page';
import type { Preset } from '../../engine/library/presets';
import { presetName } from '../../i18n/preset-name';
import { formatLocale } from '../../i18n/texts.svelte';

/** So many presets at the most are put in order at once; those after them come as the server has them. */
const MOST = 500;

/**
 * Presets by their names as the page shows them; the server orders by English ones.
 *
 * @param load loads the page after another one
 * @param after `next` of the page before, or empty
 */
export async function wholeByName(
  load: (after: string) => Promise<Page<Preset>>,
  after: string,
): Promise<Page<Preset>> {
  let page = await load(after);
  const items = [...page.items];
  while (page.next !== '' && items.length < MOST) {
    page = await load(page.next);
    items.push(...page.items);
  }
  // Similar ones are the best first.
  if (!page.similar) {
    const { compare } = new Intl.Collator(formatLocale(), { numeric: true });
    items.sort((one, other) => compare(presetName(one), presetName(other)));
  }
  return { ...page, items };
}

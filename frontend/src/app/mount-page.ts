import { type Component, mount } from 'svelte';
import { applyTheme, preferredTheme } from '../features/theme/theme';
import { startLanguage } from '../i18n/texts.svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/forms.css';

/** Puts a page into its HTML file, in the theme and the language of its reader. */
export async function mountPage(page: Component): Promise<void> {
  const target = document.getElementById('app');
  if (!target) {
    throw new Error('the HTML file has no element "app"');
  }
  applyTheme(preferredTheme(), false);
  await startLanguage();
  mount(page, { target });
}

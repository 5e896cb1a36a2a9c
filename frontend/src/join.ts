import { mount } from 'svelte';
import JoinPage from './app/join/JoinPage.svelte';
import { applyTheme, preferredTheme } from './features/theme/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';

const target = document.getElementById('app');
if (!target) {
  throw new Error('join.html has no element "app"');
}
applyTheme(preferredTheme(), false);
mount(JoinPage, { target });

import { mount } from 'svelte';
import App from './app/App.svelte';
import { applyTheme, preferredTheme } from './features/theme/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';
import './styles/stage.css';

const target = document.getElementById('app');
if (!target) {
  throw new Error('index.html has no element "app"');
}
applyTheme(preferredTheme(), false);
mount(App, { target });

import { mount } from 'svelte';
import { placeBadges } from './app/badge-place';
import ProjectorPage from './app/projector/ProjectorPage.svelte';
import { applyTheme, preferredTheme } from './features/theme/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';

const target = document.getElementById('app');
if (!target) {
  throw new Error('projector.html has no element "app"');
}
applyTheme(preferredTheme(), false);
void placeBadges();
mount(ProjectorPage, { target });

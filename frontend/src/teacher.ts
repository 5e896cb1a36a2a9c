import { mount } from 'svelte';
import { placeBadges } from './app/badge-place';
import TeacherPage from './app/teacher/TeacherPage.svelte';
import { applyTheme, preferredTheme } from './features/theme/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';

const target = document.getElementById('app');
if (!target) {
  throw new Error('teacher.html has no element "app"');
}
applyTheme(preferredTheme(), false);
void placeBadges();
mount(TeacherPage, { target });

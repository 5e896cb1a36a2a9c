import { placeBadges } from './app/badge-place';
import TeacherPage from './app/teacher/TeacherPage.svelte';
import { mountPage } from './app/mount-page';

void placeBadges();
void mountPage(TeacherPage);

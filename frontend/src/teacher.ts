import TeacherPage from './app/teacher/TeacherPage.svelte';
import { mountPage } from './app/mount-page';

void mountPage(TeacherPage);

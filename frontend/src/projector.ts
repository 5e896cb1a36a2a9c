import ProjectorPage from './app/projector/ProjectorPage.svelte';
import { mountPage } from './app/mount-page';

void mountPage(ProjectorPage);

import { placeBadges } from './app/badge-place';
import ProjectorPage from './app/projector/ProjectorPage.svelte';
import { mountPage } from './app/mount-page';

void placeBadges();
void mountPage(ProjectorPage);

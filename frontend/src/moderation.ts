import { placeBadges } from './app/badge-place';
import { mountPage } from './app/mount-page';
import ModerationPage from './app/moderation/ModerationPage.svelte';

void placeBadges();
void mountPage(ModerationPage);

import JoinPage from './app/join/JoinPage.svelte';
import { mountPage } from './app/mount-page';

void mountPage(JoinPage);

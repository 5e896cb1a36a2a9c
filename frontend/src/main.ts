import App from './app/App.svelte';
import { mountPage } from './app/mount-page';
import './styles/stage.css';

void mountPage(App);

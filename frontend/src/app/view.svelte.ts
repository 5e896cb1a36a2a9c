import { type Layout, nextLayout } from '../features/output/layout';
import { applyTheme, followSystem, preferredTheme, type Theme } from '../features/theme/theme';

/** As wide as SidePanel.svelte asks for a panel that covers nothing. */
function roomForSettings(): MediaQueryList {
  return matchMedia('(min-width: 75rem)');
}

/** How this browser shows the page: none of it concerns the server. */
export class View {
  layout = $state<Layout>('beside');
  dialog = $state<'help' | 'share' | 'speech' | 'recent'>();
  allStatistics = $state(false);
  /** Single keys are shortcuts. */
  singleKeys = $state(true);
  /** Recordings lie over the studio, which goes on below: the list, or the one of this session. */
  recordings = $state.raw<{ readonly session?: string }>();

  /** The settings stand beside the pictures, where there is room for them, or lie over the input. */
  settingsOpen = $state(roomForSettings().matches);

  #theme = $state(preferredTheme());

  get theme(): Theme {
    return this.#theme;
  }

  toggleTheme(): void {
    this.#setTheme(this.#theme === 'dark' ? 'light' : 'dark', true);
  }

  /** Follows the system's theme until one is chosen here. Returns what ends it. */
  followSystemTheme(): () => void {
    return followSystem((theme) => {
      this.#setTheme(theme, false);
    });
  }

  /** Opens the settings where a window becomes wide enough, and closes them where it does not. Returns what ends it. */
  followWidth(): () => void {
    const room = roomForSettings();
    const listener = () => {
      this.settingsOpen = room.matches;
    };
    room.addEventListener('change', listener);
    return () => {
      room.removeEventListener('change', listener);
    };
  }

  nextLayout(): void {
    this.layout = nextLayout(this.layout);
  }

  toggleStatistics(): void {
    this.allStatistics = !this.allStatistics;
  }

  closeDialog(): void {
    this.dialog = undefined;
  }

  /** Shows the list of recordings, or one of them. */
  openRecordings(session?: string): void {
    this.recordings = session === undefined ? {} : { session };
  }

  closeRecordings(): void {
    this.recordings = undefined;
  }

  #setTheme(theme: Theme, chosen: boolean): void {
    this.#theme = theme;
    applyTheme(theme, chosen);
  }
}

/** How the page looks. */
export type Theme = 'light' | 'dark';

const KEY = 'speakdraw.theme';

function remembered(): Theme | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The theme that was chosen here before, or that of the system. */
export function preferredTheme(): Theme {
  return remembered() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

/** Puts a theme on; remembers it only when somebody chose it. */
export function applyTheme(theme: Theme, chosen: boolean): void {
  document.documentElement.dataset['theme'] = theme;
  if (chosen) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }
}

/** Tells when the system changes its mind, unless a theme was chosen here. Returns what ends it. */
export function followSystem(changed: (theme: Theme) => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const listener = () => {
    if (!remembered()) {
      changed(query.matches ? 'dark' : 'light');
    }
  };
  query.addEventListener('change', listener);
  return () => {
    query.removeEventListener('change', listener);
  };
}

const KEY = 'speakdraw.session';

/** Remembers which session this tab had, so that a reload comes back to it. Only the id: the secret is in a cookie. */
export interface SessionMemory {
  read(): string | undefined;
  write(id: string): void;
  forget(): void;
}

/** Keeps the id for as long as the tab lives. Where the browser forbids storage, nothing is remembered. */
export function tabMemory(storage: () => Storage = () => sessionStorage): SessionMemory {
  const attempt = <T>(action: (store: Storage) => T): T | undefined => {
    try {
      return action(storage());
    } catch {
      return undefined;
    }
  };
  return {
    read: () => attempt((store) => store.getItem(KEY)) ?? undefined,
    write: (id) => {
      attempt((store) => {
        store.setItem(KEY, id);
      });
    },
    forget: () => {
      attempt((store) => {
        store.removeItem(KEY);
      });
    },
  };
}

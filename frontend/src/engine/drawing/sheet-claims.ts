/** Makes sure that no two tabs draw on the same sheet. */
export interface SheetClaims {
  /** The sheet that this tab had before it was loaded again; undefined in a new tab. */
  readonly own: string | undefined;
  /**
   * Takes a sheet for this tab and gives back the one it had.
   *
   * @param waitMs how long to wait for another tab, or for this one as it was before a reload, to let go
   * @returns false when another tab has it
   */
  claim(id: string, waitMs: number): Promise<boolean>;
}

const KEY = 'speakdraw.sheet';

/** Claims by the browser's locks, which are gone with the tab even when it crashes. */
export class TabClaims implements SheetClaims {
  #held: string | undefined;
  #letGo: (() => void) | undefined;

  get own(): string | undefined {
    try {
      return sessionStorage.getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  }

  async claim(id: string, waitMs: number): Promise<boolean> {
    if (id === this.#held) {
      return true;
    }
    const letGo = await this.#lock(id, waitMs);
    if (!letGo) {
      return false;
    }
    this.#letGo?.();
    this.#letGo = letGo;
    this.#held = id;
    try {
      sessionStorage.setItem(KEY, id);
    } catch {
      // Without storage, a reload begins with the newest sheet.
    }
    return true;
  }

  /** Holds a lock until what comes back is called. Pages that are not secure have no locks: there everything is free. */
  #lock(id: string, waitMs: number): Promise<(() => void) | undefined> {
    const locks = (navigator as Partial<Navigator>).locks;
    if (!locks) {
      return Promise.resolve(() => undefined);
    }
    const options = waitMs === 0 ? { ifAvailable: true } : { signal: AbortSignal.timeout(waitMs) };
    return new Promise((resolve) => {
      const hold = (lock: Lock | null) =>
        new Promise<void>((letGo) => {
          resolve(lock ? letGo : undefined);
          if (!lock) {
            letGo();
          }
        });
      locks.request(`speakdraw-sheet-${id}`, options, hold).catch(() => {
        resolve(undefined);
      });
    });
  }
}

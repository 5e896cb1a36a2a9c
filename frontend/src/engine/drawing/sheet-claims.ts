/** Makes sure that no two tabs draw on the same sheet. */
export interface SheetClaims {
  /** The sheet that this tab had before it was loaded again; undefined in a new tab. */
  readonly own: string | undefined;
  /** Whether a claim keeps other tabs away; where it does not, nobody can tell which sheets are free. */
  readonly exclusive: boolean;
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

  get exclusive(): boolean {
    return this.#locks !== undefined;
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
      // Without storage, a reload goes on as a new tab does.
    }
    return true;
  }

  /** Undefined on pages that are not secure. */
  get #locks(): LockManager | undefined {
    return (navigator as Partial<Navigator>).locks;
  }

  /** Holds a lock until what comes back is called. Where there are no locks, every claim succeeds. */
  #lock(id: string, waitMs: number): Promise<(() => void) | undefined> {
    const locks = this.#locks;
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

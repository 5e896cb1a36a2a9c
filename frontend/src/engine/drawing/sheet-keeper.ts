import { Listeners } from '../listeners';
import type { DrawingBoard } from './drawing-board';
import type { SheetClaims } from './sheet-claims';
import type { KeptSheet, SheetContent, SheetSummary } from './sheet-content';
import type { SheetStore } from './sheet-store';

/** After the last line; a crash costs no more than this. */
const SAVE_AFTER_MS = 400;
/** How long a tab waits for itself to let go of a sheet while it is loaded again. */
const RELOAD_MS = 2_000;
/** A new tab goes on with a drawing that is not older; older ones are in the list. */
const GOES_ON_MS = 3 * 60 * 60_000;

/** What a keeper works with. */
export interface KeeperPorts {
  readonly store: SheetStore;
  readonly claims: SheetClaims;
  /** The prompt in force. */
  prompt(): string;
  newId(): string;
  thumbnail(): Promise<Blob | undefined>;
}

/** What a keeper needs of a board. */
export type KeptBoard = Pick<DrawingBoard, 'changes' | 'state' | 'content' | 'open'>;

/** Keeps what is drawn, a moment after it is drawn, and brings it back. */
export class SheetKeeper {
  /** Whether drawings can be kept, each time that changes. */
  readonly keeping = new Listeners<boolean>();
  #id = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #kept = true;

  constructor(
    private readonly board: KeptBoard,
    private readonly ports: KeeperPorts,
  ) {
    board.changes.add(() => {
      this.#changed = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
    });
  }

  /** The sheet that is drawn on. */
  get id(): string {
    return this.#id;
  }

  /** Goes on where this tab, or another one a short while ago, left off. Once, before anything is drawn. */
  async open(): Promise<KeptSheet | undefined> {
    const opened = await this.#attempt(async () => {
      const { store, claims } = this.ports;
      const { own } = claims;
      // A duplicated tab finds the sheet of the tab that it was made from, which still draws on it.
      const mine = own !== undefined && (await claims.claim(own, RELOAD_MS)) ? own : undefined;
      const sheet = mine === undefined ? await this.#newestFree() : await store.find(mine);
      if (sheet && this.board.state.blank) {
        try {
          await this.#show(sheet);
          return sheet;
        } catch {
          // Its images cannot be read: it stays in the list, and a new one takes nothing's place.
        }
      }
      // Who was faster than the browser's storage has begun a drawing: it counts, and takes nothing's place.
      await this.#begin((sheet ? undefined : mine) ?? this.ports.newId());
      await this.save();
      return undefined;
    });
    if (this.#id === '') {
      // Storage that fails now may work when something is drawn.
      await this.#begin(this.ports.newId());
    }
    return opened;
  }

  /** Writes down what was changed since the last time. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const id = this.#id;
    if (!this.#changed || id === '') {
      return;
    }
    this.#changed = false;
    const content = this.board.content;
    if (content.done.length + content.undone.length === 0) {
      return;
    }
    await this.#attempt(async () => {
      try {
        await this.ports.store.put({
          ...content,
          id,
          changedAt: Date.now(),
          prompt: this.ports.prompt(),
          thumbnail: await this.ports.thumbnail(),
        });
      } catch (error) {
        this.#changed = true;
        throw error;
      }
    });
  }

  /** All sheets, the newest first; none where the browser keeps nothing. */
  async list(): Promise<readonly SheetSummary[]> {
    await this.save();
    return (await this.#attempt(() => this.ports.store.list())) ?? [];
  }

  /**
   * Takes a sheet out again; undefined when another tab has it, or it is gone.
   *
   * @throws DOMException when one of its images cannot be read; the sheet that is drawn on stays
   */
  async take(id: string): Promise<KeptSheet | undefined> {
    await this.save();
    const sheet = await this.#attempt(() => this.ports.store.find(id));
    if (!sheet || !(await this.ports.claims.claim(id, 0))) {
      return undefined;
    }
    try {
      await this.#show(sheet);
    } catch (error) {
      await this.ports.claims.claim(this.#id, 0);
      throw error;
    }
    return sheet;
  }

  /**
   * Takes a new sheet, blank or with a content from elsewhere.
   *
   * @throws DOMException when one of its images cannot be read; the sheet that is drawn on stays
   */
  async begin(content?: SheetContent): Promise<void> {
    await this.save();
    await this.board.open(content);
    await this.#begin(this.ports.newId());
  }

  /** Throws a sheet away. The one that is drawn on is replaced by a blank one. */
  async remove(id: string): Promise<void> {
    if (id === this.#id) {
      this.#changed = false;
      await this.begin();
    }
    await this.#attempt(() => this.ports.store.remove(id));
  }

  /** Throws all sheets away. */
  async removeAll(): Promise<void> {
    this.#changed = false;
    await this.begin();
    await this.#attempt(() => this.ports.store.clear());
  }

  async #begin(id: string): Promise<void> {
    this.#id = id;
    await this.ports.claims.claim(id, 0);
  }

  async #show(sheet: KeptSheet): Promise<void> {
    await this.board.open(sheet);
    this.#id = sheet.id;
    this.#changed = false;
  }

  async #newestFree(): Promise<KeptSheet | undefined> {
    const { store, claims } = this.ports;
    const sheets = await store.list();
    for (const { id, changedAt } of claims.exclusive ? sheets : []) {
      if (Date.now() - changedAt < GOES_ON_MS && (await claims.claim(id, 0))) {
        return store.find(id);
      }
    }
    return undefined;
  }

  /** Undefined when the browser keeps nothing: in a private window, or because its disk is full. */
  async #attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await action();
      this.#setKept(true);
      return result;
    } catch {
      this.#setKept(false);
      return undefined;
    }
  }

  #setKept(kept: boolean): void {
    if (kept !== this.#kept) {
      this.#kept = kept;
      this.keeping.emit(kept);
    }
  }
}

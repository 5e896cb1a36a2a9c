import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptSheet, SheetSummary } from './sheet-content';

/** Sheets that are kept; the oldest go first. */
const MOST_SHEETS = 40;

/** Where sheets are kept. Every call rejects where the browser keeps nothing, as in a private window. */
export interface SheetStore {
  /** All sheets, the newest first. */
  list(): Promise<readonly SheetSummary[]>;
  find(id: string): Promise<KeptSheet | undefined>;
  put(sheet: KeptSheet): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

interface Database extends DBSchema {
  sheets: { key: string; value: KeptSheet; indexes: { changedAt: number } };
}

/** Keeps sheets in this browser (IndexedDB): nobody else sees them, and the server does not either. */
export class BrowserSheetStore implements SheetStore {
  #database: Promise<IDBPDatabase<Database>> | undefined;

  async list(): Promise<readonly SheetSummary[]> {
    const sheets = await this.#use((database) => database.getAllFromIndex('sheets', 'changedAt'));
    return sheets
      .reverse()
      .map(({ id, changedAt, prompt, thumbnail }) => ({ id, changedAt, prompt, thumbnail }));
  }

  find(id: string): Promise<KeptSheet | undefined> {
    return this.#use((database) => database.get('sheets', id));
  }

  put(sheet: KeptSheet): Promise<void> {
    return this.#use(async (database) => {
      const transaction = database.transaction('sheets', 'readwrite');
      await transaction.store.put(sheet);
      const ids = await transaction.store.index('changedAt').getAllKeys();
      for (const id of ids.slice(0, Math.max(0, ids.length - MOST_SHEETS))) {
        await transaction.store.delete(id);
      }
      await transaction.done;
    });
  }

  remove(id: string): Promise<void> {
    return this.#use((database) => database.delete('sheets', id));
  }

  clear(): Promise<void> {
    return this.#use((database) => database.clear('sheets'));
  }

  async #use<T>(work: (database: IDBPDatabase<Database>) => Promise<T>): Promise<T> {
    const opened = (this.#database ??= openDB<Database>('speakdraw', 1, {
      upgrade: (database) => {
        database.createObjectStore('sheets', { keyPath: 'id' }).createIndex('changedAt', 'changedAt');
      },
    }));
    try {
      return await work(await opened);
    } catch (error) {
      // Safari loses connections without a word while a page sleeps: what failed is opened anew the next time.
      if (this.#database === opened) {
        this.#database = undefined;
        opened.then(
          (database) => {
            database.close();
          },
          () => undefined,
        );
      }
      throw error;
    }
  }
}

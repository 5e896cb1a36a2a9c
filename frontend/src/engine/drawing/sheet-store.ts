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
    const database = await this.#open();
    const sheets = await database.getAllFromIndex('sheets', 'changedAt');
    return sheets
      .reverse()
      .map(({ id, changedAt, prompt, thumbnail }) => ({ id, changedAt, prompt, thumbnail }));
  }

  async find(id: string): Promise<KeptSheet | undefined> {
    return (await this.#open()).get('sheets', id);
  }

  async put(sheet: KeptSheet): Promise<void> {
    const transaction = (await this.#open()).transaction('sheets', 'readwrite');
    await transaction.store.put(sheet);
    const ids = await transaction.store.index('changedAt').getAllKeys();
    for (const id of ids.slice(0, Math.max(0, ids.length - MOST_SHEETS))) {
      await transaction.store.delete(id);
    }
    await transaction.done;
  }

  async remove(id: string): Promise<void> {
    await (await this.#open()).delete('sheets', id);
  }

  async clear(): Promise<void> {
    await (await this.#open()).clear('sheets');
  }

  #open(): Promise<IDBPDatabase<Database>> {
    // What failed, or was closed by the browser, is opened anew the next time.
    const forget = () => {
      this.#database = undefined;
    };
    this.#database ??= openDB<Database>('speakdraw', 1, {
      upgrade: (database) => {
        database.createObjectStore('sheets', { keyPath: 'id' }).createIndex('changedAt', 'changedAt');
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return this.#database;
  }
}

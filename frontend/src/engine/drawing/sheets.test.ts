import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Listeners } from '../listeners';
import { type BoardState, DrawingBoard } from './drawing-board';
import type { Operation } from './operations';
import { type KeptSheet, type SheetContent, withUsedImages } from './sheet-content';
import { readSheetFile, writeSheetFile } from './sheet-file';
import { type KeptBoard, SheetKeeper } from './sheet-keeper';
import { BrowserSheetStore, type SheetStore } from './sheet-store';

const LINE: Operation = {
  kind: 'stroke',
  tool: 'pen',
  points: [
    [1, 2, 0.5],
    [3, 4, 0.5],
  ],
  colour: '#112233',
  size: 8,
  simulatePressure: true,
};
const BLANK: SheetContent = { width: 768, height: 768, done: [], undone: [], images: [] };

class TestBoard implements KeptBoard {
  readonly changes = new Listeners<BoardState>();
  content = BLANK;
  unreadable = false;

  get state(): BoardState {
    const drawn = this.content.done.length > 0;
    return { canUndo: drawn, canRedo: false, blank: !drawn, hasUnderlay: false, hidden: [] };
  }

  draw(): void {
    this.content = { ...this.content, done: [...this.content.done, LINE] };
    this.changes.emit(this.state);
  }

  open(content: SheetContent | undefined): Promise<void> {
    if (this.unreadable) {
      return Promise.reject(new DOMException('no image', 'InvalidStateError'));
    }
    this.content = content ?? BLANK;
    this.changes.emit(this.state);
    return Promise.resolve();
  }
}

class TestStore implements SheetStore {
  readonly sheets = new Map<string, KeptSheet>();
  full = false;

  #check(): Promise<void> {
    return this.full ? Promise.reject(new Error('quota')) : Promise.resolve();
  }

  async list() {
    await this.#check();
    return [...this.sheets.values()].sort((one, other) => other.changedAt - one.changedAt);
  }

  async find(id: string) {
    await this.#check();
    return this.sheets.get(id);
  }

  async put(sheet: KeptSheet) {
    await this.#check();
    this.sheets.set(sheet.id, sheet);
  }

  async remove(id: string) {
    await this.#check();
    this.sheets.delete(id);
  }

  async clear() {
    await this.#check();
    this.sheets.clear();
  }
}

/** A browser: its tabs share a store, and each holds one sheet. */
function browser(exclusive = true) {
  const store = new TestStore();
  const held = new Set<string>();
  let ids = 0;
  const tab = (own?: string) => {
    const board = new TestBoard();
    let mine: string | undefined;
    const keeper = new SheetKeeper(board, {
      store,
      claims: {
        own,
        exclusive,
        claim: (id) => {
          if (exclusive && held.has(id) && id !== mine) {
            return Promise.resolve(false);
          }
          if (mine !== undefined) {
            held.delete(mine);
          }
          mine = id;
          held.add(id);
          return Promise.resolve(true);
        },
      },
      prompt: () => 'a fox',
      newId: () => `sheet-${(ids += 1)}`,
      thumbnail: () => Promise.resolve(undefined),
    });
    const close = () => {
      held.delete(mine ?? '');
    };
    return { board, keeper, close };
  };
  return { store, tab };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('keeping sheets', () => {
  test('writes down what was drawn a moment later, and brings it back after a reload', async () => {
    const { store, tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.sheets.get(first.keeper.id)).toMatchObject({ done: [LINE], prompt: 'a fox' });
    first.close();
    const again = tab(first.keeper.id);
    await again.keeper.open();
    expect(again.board.content.done).toEqual([LINE]);
    expect(again.keeper.id).toBe(first.keeper.id);
  });

  test('keeps no blank sheets', async () => {
    const { store, tab } = browser();
    const { keeper } = tab();
    await keeper.open();
    await keeper.begin();
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.sheets.size).toBe(0);
  });

  test('gives no two tabs the same sheet, and a later tab the last one', async () => {
    const { tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    const second = tab();
    await second.keeper.open();
    expect(second.board.state.blank).toBe(true);
    expect(await second.keeper.take(first.keeper.id)).toBeUndefined();
    first.close();
    const third = tab();
    await third.keeper.open();
    expect(third.board.content.done).toEqual([LINE]);
  });

  test('gives a duplicated tab a sheet of its own', async () => {
    const { store, tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    const copy = tab(first.keeper.id);
    await copy.keeper.open();
    copy.board.draw();
    copy.board.draw();
    await copy.keeper.save();
    expect(copy.keeper.id).not.toBe(first.keeper.id);
    expect(store.sheets.get(first.keeper.id)?.done).toHaveLength(1);
  });

  test('does not bring back what is of another day, but lists it', async () => {
    const { tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    first.close();
    await vi.advanceTimersByTimeAsync(24 * 60 * 60_000);
    const later = tab();
    await later.keeper.open();
    expect(later.board.state.blank).toBe(true);
    const [sheet] = await later.keeper.list();
    expect(await later.keeper.take(sheet?.id ?? '')).toMatchObject({ done: [LINE] });
  });

  test('lets who is faster than the storage go on, and loses neither drawing', async () => {
    const { store, tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    first.board.draw();
    await first.keeper.save();
    first.close();
    const again = tab(first.keeper.id);
    const opening = again.keeper.open();
    again.board.draw();
    await opening;
    expect(again.board.content.done).toHaveLength(1);
    const kept = [...store.sheets.values()].map(({ done }) => done.length);
    expect(kept.sort()).toEqual([1, 2]);
  });

  test('throws the sheet away that is drawn on', async () => {
    const { store, tab } = browser();
    const { board, keeper } = tab();
    await keeper.open();
    board.draw();
    await keeper.save();
    await keeper.remove(keeper.id);
    expect(board.state.blank).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.sheets.size).toBe(0);
  });

  test('says once that the browser keeps nothing, and when it does again', async () => {
    const { store, tab } = browser();
    const { board, keeper } = tab();
    const told: boolean[] = [];
    keeper.keeping.add((kept) => told.push(kept));
    await keeper.open();
    store.full = true;
    for (let line = 0; line < 3; line += 1) {
      board.draw();
      await keeper.save();
    }
    store.full = false;
    board.draw();
    await keeper.save();
    expect(told).toEqual([false, true]);
  });

  test('writes down later what could not be written at once', async () => {
    const { store, tab } = browser();
    const { board, keeper } = tab();
    await keeper.open();
    store.full = true;
    board.draw();
    await keeper.save();
    store.full = false;
    await keeper.save();
    expect(store.sheets.get(keeper.id)?.done).toHaveLength(1);
  });

  test('keeps drawings of a tab that began while the storage failed', async () => {
    const { store, tab } = browser();
    store.full = true;
    const { board, keeper } = tab();
    await keeper.open();
    store.full = false;
    board.draw();
    await keeper.save();
    expect(store.sheets.get(keeper.id)?.done).toHaveLength(1);
  });

  test('stays on its sheet when another one cannot be shown', async () => {
    const { store, tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    const former = first.keeper.id;
    await first.keeper.begin();
    first.board.draw();
    first.board.draw();
    const current = first.keeper.id;
    first.board.unreadable = true;
    await expect(first.keeper.take(former)).rejects.toThrow('no image');
    await expect(first.keeper.begin(BLANK)).rejects.toThrow('no image');
    expect(first.keeper.id).toBe(current);
    await first.keeper.save();
    expect(store.sheets.get(former)?.done).toHaveLength(1);
    expect(store.sheets.get(current)?.done).toHaveLength(2);
    // Its claim is its own again, and that of the other one is free.
    const second = tab();
    expect(await second.keeper.take(current)).toBeUndefined();
    expect(await second.keeper.take(former)).toBeDefined();
  });

  test('begins a new sheet where its own cannot be shown', async () => {
    const { store, tab } = browser();
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    first.close();
    const again = tab(first.keeper.id);
    again.board.unreadable = true;
    await again.keeper.open();
    again.board.draw();
    again.board.draw();
    await again.keeper.save();
    expect(again.keeper.id).not.toBe(first.keeper.id);
    expect(store.sheets.get(first.keeper.id)?.done).toHaveLength(1);
    expect(store.sheets.get(again.keeper.id)?.done).toHaveLength(2);
  });

  test('without claims, takes back its own sheet and no other', async () => {
    const { tab } = browser(false);
    const first = tab();
    await first.keeper.open();
    first.board.draw();
    await first.keeper.save();
    const second = tab();
    await second.keeper.open();
    expect(second.board.state.blank).toBe(true);
    expect(second.keeper.id).not.toBe(first.keeper.id);
    const again = tab(first.keeper.id);
    await again.keeper.open();
    expect(again.board.content.done).toEqual([LINE]);
  });
});

describe("the browser's storage", () => {
  /** Does what the browser does with a request: nothing, until the test says so. */
  class Request extends EventTarget {
    readonly error = new DOMException('not now', 'UnknownError');
    result: unknown;
  }
  class Database extends EventTarget {
    close = vi.fn();
    transaction(): never {
      throw new DOMException('the connection is lost', 'InvalidStateError');
    }
  }

  function stubStorage(): Request[] {
    const requests: Request[] = [];
    const open = () => {
      const request = new Request();
      requests.push(request);
      return request;
    };
    class Other {
      advance = undefined;
    }
    vi.stubGlobal('indexedDB', { open });
    vi.stubGlobal('IDBRequest', Request);
    vi.stubGlobal('IDBDatabase', Database);
    for (const name of ['IDBIndex', 'IDBObjectStore', 'IDBCursor', 'IDBTransaction']) {
      vi.stubGlobal(name, Other);
    }
    return requests;
  }

  test('is opened anew after it failed, and after its connection was lost without a word', async () => {
    const requests = stubStorage();
    const store = new BrowserSheetStore();
    const failing = expect(store.find('a')).rejects.toThrow('not now');
    requests[0]?.dispatchEvent(new Event('error'));
    await failing;

    const sheet: KeptSheet = { ...BLANK, id: 'a', changedAt: 0, prompt: '', thumbnail: undefined };
    const one = expect(store.put(sheet)).rejects.toThrow('the connection is lost');
    const other = expect(store.put(sheet)).rejects.toThrow('the connection is lost');
    expect(requests).toHaveLength(2);
    const opening = requests[1] ?? new Request();
    const database = new Database();
    opening.result = database;
    opening.dispatchEvent(new Event('success'));
    await Promise.all([one, other]);
    expect(database.close).toHaveBeenCalledTimes(1);

    void store.find('a').catch(() => undefined);
    expect(requests).toHaveLength(3);
  });
});

describe('a board', () => {
  test('lets go of the images of the sheet that it had', async () => {
    const context: object = new Proxy(
      {},
      { get: (_, name) => (name === 'canvas' ? canvas : () => undefined) },
    );
    const canvas = { width: 0, height: 0, getContext: () => context };
    vi.stubGlobal('document', { createElement: () => canvas });
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const closed: string[] = [];
    vi.stubGlobal('createImageBitmap', async (image: Blob) => {
      const name = await image.text();
      return { close: () => closed.push(name) };
    });
    const sheet = (name: string): SheetContent => ({
      ...BLANK,
      images: [new Blob([name])],
      done: [{ kind: 'underlay', image: 0 }],
    });
    const board = new DrawingBoard();
    await board.open(sheet('first'));
    expect(closed).toEqual([]);
    await board.open(sheet('second'));
    expect(closed).toEqual(['first']);
    await board.open(undefined);
    expect(closed).toEqual(['first', 'second']);
  });
});

describe('a sheet as a file', () => {
  const content: SheetContent = {
    ...BLANK,
    done: [
      LINE,
      { kind: 'fill', x: 4, y: 5, colour: '#AABBCC' },
      { kind: 'clear' },
      { ...LINE, layer: 'notes' },
      { kind: 'fill', layer: 'underlay', x: 4, y: 5, colour: '#AABBCC', gap: 8 },
      {
        kind: 'figure',
        layer: 'sheet',
        figure: 'star',
        from: [1, 2],
        to: [30, 31],
        colour: '#112233',
        size: 4,
      },
    ],
    undone: [
      { kind: 'underlay', image: undefined },
      { kind: 'visibility', layer: 'underlay', shown: false },
    ],
  };

  test('comes back as it was', async () => {
    const file = await writeSheetFile({ content, prompt: 'a fox' });
    expect(await readSheetFile(file)).toEqual({ content, prompt: 'a fox' });
  });

  test('comes back with a line that went on for minutes, and far over the edge', async () => {
    const points = Array.from({ length: 25_000 }, (_, at) => [at, 7, 0.5] as const);
    const long = { ...BLANK, done: [{ ...LINE, points }] };
    const file = await writeSheetFile({ content: long, prompt: '' });
    expect((await readSheetFile(file)).content).toEqual(long);
  });

  test('of the time before there were layers is opened', async () => {
    const old = { ...content, done: content.done.slice(0, 3), undone: [] };
    const text = JSON.stringify({ format: 'speakdraw-sheet', version: 1, prompt: 'a fox', ...old });
    expect(await readSheetFile(new Blob([text]))).toEqual({ content: old, prompt: 'a fox' });
  });

  const text = JSON.stringify({ format: 'speakdraw-sheet', version: 2, prompt: '', ...BLANK });
  test.each([
    ['no JSON', 'hello'],
    ['another format', text.replace('speakdraw-sheet', 'other')],
    ['a huge sheet', text.replace('768', '100000')],
    [
      'a colour that is none',
      text.replace('"done":[]', '"done":[{"kind":"fill","x":1,"y":1,"colour":"url(x)"}]'),
    ],
    ['a later version', text.replace('"version":2', '"version":3')],
    [
      'a layer that is none',
      text.replace('"done":[]', '"done":[{"kind":"visibility","layer":"attic","shown":true}]'),
    ],
    [
      'a figure that is none',
      text.replace(
        '"done":[]',
        '"done":[{"kind":"figure","figure":"dragon","from":[1,1],"to":[2,2],"colour":"#000000","size":2}]',
      ),
    ],
    ['a missing image', text.replace('"done":[]', '"done":[{"kind":"underlay","image":0}]')],
    ['an image that is none', text.replace('"images":[]', '"images":["https://example.org/x.png"]')],
  ])('refuses %s', async (_name, bad) => {
    await expect(readSheetFile(new Blob([bad]))).rejects.toMatchObject({ code: 'sheet-unreadable' });
  });

  test('has only the images that are used', () => {
    const images = [new Blob(['a']), new Blob(['b']), new Blob(['c'])];
    const used = withUsedImages({
      ...BLANK,
      images,
      done: [{ kind: 'underlay', image: 2 }],
      undone: [{ kind: 'underlay', image: 0 }],
    });
    expect(used).toMatchObject({
      done: [{ kind: 'underlay', image: 0 }],
      undone: [{ kind: 'underlay', image: 1 }],
    });
    expect(used.images).toEqual([images[2], images[0]]);
  });
});

import type { DrawingBoard } from '../engine/drawing/drawing-board';
import { TabClaims } from '../engine/drawing/sheet-claims';
import type { KeptSheet, LaidImage } from '../engine/drawing/sheet-content';
import { readSheetFile, writeSheetFile } from '../engine/drawing/sheet-file';
import { SheetKeeper } from '../engine/drawing/sheet-keeper';
import { BrowserSheetStore } from '../engine/drawing/sheet-store';
import { thumbnailOf } from '../features/gallery/thumbnail';
import { downloadBlob, stampedName } from '../features/output/snapshot';
import type { Studio } from './studio.svelte';
import { t } from '../i18n/texts.svelte';

/** The sheets that this browser keeps, and the one that is drawn on. */
export class Sheets {
  /** The list of sheets is open. */
  listOpen = $state(false);
  /** The sheet that is drawn on. */
  current = $state('');
  readonly keeper: SheetKeeper;

  constructor(
    private readonly studio: Studio,
    private readonly board: DrawingBoard,
  ) {
    this.keeper = new SheetKeeper(board, {
      store: new BrowserSheetStore(),
      claims: new TabClaims(),
      prompt: () => studio.prompt,
      newId: () => String(Date.now()) + Math.random().toString(36).slice(2, 8),
      thumbnail: () => thumbnailOf(board.canvas),
    });
    this.keeper.keeping.add((kept) => {
      studio.notice = kept ? '' : t('stage.notKept');
    });
  }

  /** Goes on where this browser left off, and keeps what is drawn from now on. Returns what ends it. */
  open(): () => void {
    const off = new AbortController();
    const save = () => void this.keeper.save();
    addEventListener('pagehide', save, { signal: off.signal });
    document.addEventListener('visibilitychange', save, { signal: off.signal });
    void this.keeper.open().then(() => this.#arrive(undefined));
    return () => off.abort();
  }

  /** Takes a sheet out again, with its prompt; false when another tab has it. */
  async take(id: string): Promise<boolean> {
    const sheet = await this.keeper.take(id);
    this.#arrive(sheet);
    return sheet !== undefined;
  }

  /** Takes a new sheet, with an image under the drawing or without. */
  async begin(image?: LaidImage): Promise<void> {
    await this.keeper.begin();
    if (image) {
      this.board.lay(image);
    }
    this.#arrive(undefined);
  }

  async remove(id: string): Promise<void> {
    await this.keeper.remove(id);
    this.#arrive(undefined);
  }

  /** Throws all sheets of this browser away. */
  async removeAll(): Promise<void> {
    await this.keeper.removeAll();
    this.#arrive(undefined);
  }

  /** Offers the sheet with its prompt as a file. */
  async save(): Promise<void> {
    const file = await writeSheetFile({ content: this.board.content, prompt: this.studio.prompt });
    downloadBlob(file, stampedName(Date.now(), 'speakdraw'));
  }

  /** Opens a file as a new sheet; rejects with a message for people. */
  async openFile(file: File): Promise<void> {
    const { content, prompt } = await readSheetFile(file);
    await this.keeper.begin(content);
    this.#arrive({ prompt });
  }

  #arrive(sheet: Pick<KeptSheet, 'prompt'> | undefined): void {
    this.current = this.keeper.id;
    if (sheet && sheet.prompt !== '' && sheet.prompt !== this.studio.prompt) {
      this.studio.say(sheet.prompt);
    }
  }
}

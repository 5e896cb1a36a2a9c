import { mediaTypeOf } from '../engine/capture/media-type';
import { stillOf } from '../engine/capture/image-file';
import type { Drawing } from './drawing.svelte';
import type { SourceKind } from './sources';
import type { Sheets } from './sheets.svelte';
import type { Studio } from './studio.svelte';
import { errorText } from '../i18n/error-text';

/** Where pictures come from, and what becomes of files that somebody brings. */
export class SourceChoice {
  /** The file of the file source. */
  media = $state.raw<File>();

  /** Where pictures come from when there are any. */
  #pictures = $state<Exclude<SourceKind, 'text'>>('drawing');
  readonly current = $derived.by<SourceKind>(() => (this.studio.textOnly ? 'text' : this.#pictures));

  constructor(
    private readonly studio: Studio,
    private readonly drawing: Drawing,
    private readonly sheets: Sheets,
  ) {}

  choose(next: SourceKind): void {
    if (next !== this.current) {
      this.studio.notice = '';
    }
    if (next !== 'text') {
      this.#pictures = next;
    }
    if ((next === 'text') !== this.studio.textOnly) {
      this.studio.change('input', next === 'text' ? 'none' : 'frames');
    }
  }

  /** An image that comes while somebody draws goes under the drawing; everything else is a source of its own. */
  receive(file: File): void {
    if (this.current === 'drawing' && mediaTypeOf(file) === 'picture') {
      void this.layUnder(file);
    } else {
      this.media = file;
      this.choose('media');
    }
  }

  /** Lays an image under the drawing. */
  async layUnder(file: File): Promise<void> {
    this.studio.notice = '';
    try {
      this.drawing.board.lay(await stillOf(file));
    } catch (error) {
      this.studio.notice = errorText(error);
    }
  }

  /** Lays a picture under a new sheet, to draw on it. */
  async drawOn(picture: Blob): Promise<void> {
    await this.sheets.begin({ bitmap: await createImageBitmap(picture), blob: picture });
    this.choose('drawing');
  }

  /** Clears the sheet and returns what takes that back; undefined where nobody draws. */
  clearSheet(): (() => void) | undefined {
    if (this.current !== 'drawing') {
      return undefined;
    }
    const { board } = this.drawing;
    const blank = board.state.blank;
    board.clear();
    return () => {
      if (!blank) {
        board.undo();
      }
    };
  }
}

import type { Drawing } from './drawing.svelte';
import type { SourceKind } from './sources';
import type { Studio } from './studio.svelte';

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
  ) {}

  choose(next: SourceKind): void {
    if (next !== 'text') {
      this.#pictures = next;
    }
    if ((next === 'text') !== this.studio.textOnly) {
      this.studio.change('input', next === 'text' ? 'none' : 'frames');
    }
  }

  /** An image that comes while somebody draws goes under the drawing; everything else is a source of its own. */
  receive(file: File): void {
    if (this.current === 'drawing' && file.type.startsWith('image/')) {
      void this.layUnder(file);
    } else {
      this.media = file;
      this.choose('media');
    }
  }

  /** Lays an image under the drawing. */
  async layUnder(file: File): Promise<void> {
    try {
      this.drawing.board.lay(await createImageBitmap(file));
    } catch {
      this.studio.notice = `The browser cannot read “${file.name}”.`;
    }
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

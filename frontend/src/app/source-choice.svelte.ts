import { mediaTypeOf } from '../engine/capture/media-type';
import { stillOf } from '../engine/capture/image-file';
import type { Drawing } from './drawing.svelte';
import { SOURCES, type SourceKind } from './sources';
import type { Sheets } from './sheets.svelte';
import type { Studio } from './studio.svelte';
import { errorText } from '../i18n/error-text';
import { t } from '../i18n/texts.svelte';

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

  /** What there is to choose from; a teacher may have locked some. */
  readonly options = $derived(
    SOURCES.map((each) => ({ ...each, disabled: !this.#allows(each.value), reason: t('inClass.locked') })),
  );

  /** What the teacher brings is allowed, whatever else is locked. */
  #brought = $state<SourceKind>();

  #allows(kind: SourceKind): boolean {
    return kind === this.#brought || (this.studio.locks.sources?.includes(kind) ?? true);
  }

  /** Takes a picture from the teacher, to draw on or to repaint. Returns what takes that back. */
  async bring(kind: 'underlay' | 'image', picture: Blob): Promise<() => void> {
    const file = new File([picture], 'picture.jpg', { type: 'image/jpeg' });
    const before = { source: this.current, media: this.media, brought: this.#brought };
    this.#brought = kind === 'underlay' ? 'drawing' : 'media';
    const { board } = this.drawing;
    if (kind === 'underlay') {
      await this.layUnder(file);
    } else {
      this.media = file;
    }
    this.choose(this.#brought);
    const laid = kind === 'underlay' ? board.content.done.at(-1) : undefined;
    return () => {
      const { done } = board.content;
      if (laid?.kind === 'underlay' && done.at(-1) === laid) {
        board.undo();
      } else if (
        laid?.kind === 'underlay' &&
        done.findLast(({ kind: each }) => each === 'underlay') === laid
      ) {
        // What was drawn on it since stays.
        board.lay(undefined);
      }
      this.media = before.media;
      this.choose(before.source);
      this.#brought = before.brought;
    };
  }

  /** Leaves a source that the teacher has locked. */
  obey(): void {
    const [open] = this.studio.locks.sources ?? [];
    if (open !== undefined && !this.#allows(this.current)) {
      this.choose(open);
    }
  }

  choose(next: SourceKind): void {
    if (!this.#allows(next)) {
      this.studio.notice = t('inClass.locked');
      return;
    }
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

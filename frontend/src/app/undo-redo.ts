import type { DrawingBoard } from '../engine/drawing/drawing-board';
import type { Studio } from './studio.svelte';

/** One undo for lines and prompts: what was done last goes first, and what was undone last comes back first. */
export class UndoRedo {
  /** When each line was drawn that can be undone, in milliseconds of `Date.now()`. */
  #drawnAt: number[] = [];
  #undone: ('line' | 'prompt')[] = [];

  /** @param drawing whether the sheet is in use now; elsewhere only prompts are undone */
  constructor(
    private readonly studio: Pick<Studio, 'canUndoPrompt' | 'promptChangedAt' | 'undoPrompt' | 'redoPrompt'>,
    private readonly board: Pick<DrawingBoard, 'changes' | 'content' | 'state' | 'undo' | 'redo'>,
    private readonly drawing: () => boolean,
  ) {
    board.changes.add(() => {
      const now = Date.now();
      this.#drawnAt = Array.from(
        { length: board.content.done.length },
        (_, line) => this.#drawnAt[line] ?? now,
      );
    });
  }

  undo(): void {
    const drawnAt = this.drawing() ? this.#drawnAt.at(-1) : undefined;
    if (this.studio.canUndoPrompt && !(drawnAt !== undefined && drawnAt > this.studio.promptChangedAt)) {
      this.#undone.push('prompt');
      this.studio.undoPrompt('typed');
    } else if (drawnAt !== undefined) {
      this.#undone.push('line');
      this.board.undo();
    }
  }

  redo(): void {
    const next = this.#undone.pop();
    if (next === 'prompt' && this.studio.redoPrompt('typed') !== undefined) {
      return;
    }
    if (this.drawing() && this.board.state.canRedo) {
      this.board.redo();
    } else {
      // Undone elsewhere, or what was undone here can be redone no more.
      this.studio.redoPrompt('typed');
    }
  }
}

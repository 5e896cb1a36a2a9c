import type { DrawingBoard } from '../engine/drawing/drawing-board';
import type { Studio } from './studio.svelte';

/** One undo for lines and prompts: what was done last goes first. */
export class UndoRedo {
  #drawnAt = Number.NEGATIVE_INFINITY;
  #undone: 'line' | 'prompt' = 'line';

  /** @param drawing whether the sheet is in use now; elsewhere only prompts are undone */
  constructor(
    private readonly studio: Studio,
    private readonly board: DrawingBoard,
    private readonly drawing: () => boolean,
  ) {
    board.changes.add(() => {
      this.#drawnAt = Date.now();
    });
  }

  undo(): void {
    const line = this.drawing() && this.board.state.canUndo;
    if (this.studio.canUndoPrompt && !(line && this.#drawnAt > this.studio.promptChangedAt)) {
      this.#undone = 'prompt';
      this.studio.undoPrompt('typed');
    } else if (line) {
      this.#undone = 'line';
      this.board.undo();
    }
  }

  redo(): void {
    if (this.#undone === 'prompt') {
      this.studio.redoPrompt('typed');
    } else if (this.drawing()) {
      this.board.redo();
    }
  }
}

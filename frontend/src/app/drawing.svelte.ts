import type { Brush } from '../engine/drawing/brush';
import { DrawingBoard } from '../engine/drawing/drawing-board';
import { SIZES } from '../features/source-drawing/palette';

/** The sheet, and the brush that tools and keys share. */
export class Drawing {
  readonly board = new DrawingBoard();
  #brush = $state.raw<Brush>(this.board.brush);

  constructor() {
    // Who takes a colour wants to draw with it.
    this.board.picked.add((colour) => {
      this.brush = { ...this.#brush, colour, tool: 'pen' };
    });
    // A fresh sheet is begun with a drawing, not with notes on it.
    this.board.changes.add(({ blank }) => {
      if (blank && this.#brush.layer !== 'sheet') {
        this.brush = { ...this.#brush, layer: 'sheet' };
      }
    });
  }

  get brush(): Brush {
    return this.#brush;
  }

  set brush(brush: Brush) {
    this.#brush = brush;
    this.board.brush = brush;
  }

  /** Makes the pen thicker or thinner by a factor, within what the slider allows. */
  resizeBrush(factor: number): void {
    const size = Math.round((this.#brush.size * factor) / 2) * 2;
    this.brush = { ...this.#brush, size: Math.min(SIZES.max, Math.max(SIZES.min, size)) };
  }
}

import type { FigureName } from './figures';
import type { Layer } from './operations';

/** What the next touch of the sheet does. */
export interface Brush {
  readonly tool: 'pen' | 'eraser' | 'fill' | 'pipette' | 'figure';
  /** What the tool of that name draws. */
  readonly figure: FigureName;
  /** Where paint goes. */
  readonly layer: Layer;
  /** `#rrggbb` */
  readonly colour: string;
  /** Pixels of the sheet. */
  readonly size: number;
  /** Openings of an outline up to this many pixels keep a fill in. */
  readonly gap: number;
}

/** The brush of a fresh page. */
export const DEFAULT_BRUSH: Brush = {
  tool: 'pen',
  figure: 'line',
  layer: 'sheet',
  colour: '#1d2624',
  size: 14,
  gap: 8,
};

import type { FigureName } from '../../engine/drawing/figures';
import type { Layer } from '../../engine/drawing/operations';

/** What figures are called. */
export const FIGURE_NAMES: Readonly<Record<FigureName, string>> = {
  line: 'Straight line',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  box: 'Filled rectangle',
  disc: 'Filled ellipse',
  star: 'Star',
  heart: 'Heart',
  sun: 'Sun',
  moon: 'Moon',
  cloud: 'Cloud',
  tree: 'Tree',
  house: 'House',
  flower: 'Flower',
  fish: 'Fish',
  person: 'Person',
  arrow: 'Arrow',
};

/** What layers are called, and what becomes of them. */
export const LAYER_TEXTS: Readonly<
  Record<Layer, { readonly name: string; readonly use: string; readonly hide: string; readonly show: string }>
> = {
  notes: {
    name: 'Notes',
    use: 'Only you see them.',
    hide: 'Hide the notes',
    show: 'Show the notes',
  },
  sheet: {
    name: 'Drawing',
    use: 'It is repainted.',
    hide: 'Hide the drawing',
    show: 'Show the drawing',
  },
  underlay: {
    name: 'Background',
    use: 'It is repainted, too.',
    hide: 'Hide the background',
    show: 'Show the background',
  },
};

export const TEXTS = {
  tool: 'Tool',
  pen: 'Pen (B)',
  eraser: 'Eraser (E)',
  fill: 'Fill an area (G)',
  pipette: 'Take a colour from the sheet (I)',
  figures: 'Shapes and stamps (U)',
  figuresHint: 'Drag to draw. Hold Shift for squares and circles.',
  layers: 'Layers',
  layersHint: 'What you hide is not repainted.',
  addImage: 'Add a background image',
  removeImage: 'Remove the background image',
  undo: 'Undo',
  redo: 'Redo',
  clear: 'Clear the drawing',
  sheets: 'Your sheets',
  sample: 'Load a sample drawing',
  colour: 'Colour',
  otherColour: 'Other colour',
  penSize: 'Pen size',
  penSizeTip: 'Pen size ([ and ])',
  gap: 'Close gaps',
  gapTip: 'Fills stay in, even where the outline has gaps of this size',
  pixels: (count: number) => `${count} pixels`,
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomWhole: 'Show the whole sheet',
  onNotes: 'Notes: only you see them',
  onUnderlay: 'You draw on the background',
  hidden: (names: readonly string[]) => `Hidden: ${names.join(', ')}`,
  invitation: 'Draw something here',
  invitationHow: 'Use a finger, pen, mouse or arrow keys. It is repainted as you draw.',
  startSample: 'Start with a sample',
  canvas:
    'Drawing canvas. Arrow keys move the pen, Space puts it down or lifts it, Escape discards the line.',
} as const;

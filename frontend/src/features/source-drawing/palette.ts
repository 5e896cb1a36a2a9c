/** Colours at hand: enough for most school drawings, few enough to find one at a glance. */
export const PALETTE = [
  { colour: '#1d2624', title: 'Black' },
  { colour: '#ffffff', title: 'White' },
  { colour: '#d93a34', title: 'Red' },
  { colour: '#f59e2b', title: 'Orange' },
  { colour: '#ffd84d', title: 'Yellow' },
  { colour: '#4caf50', title: 'Green' },
  { colour: '#3e8ed0', title: 'Blue' },
  { colour: '#8d5a3b', title: 'Brown' },
] as const;

/** Sizes of the pen in pixels of the sheet. */
export const SIZES = { min: 2, max: 80, step: 2 } as const;

/** Gaps that a fill closes, in pixels of the sheet. */
export const GAPS = { min: 0, max: 40, step: 2 } as const;

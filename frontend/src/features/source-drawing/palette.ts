/** Colours at hand: enough for most school drawings, few enough to find one at a glance. */
export const PALETTE = [
  { colour: '#1d2624', name: 'black' },
  { colour: '#ffffff', name: 'white' },
  { colour: '#d93a34', name: 'red' },
  { colour: '#f59e2b', name: 'orange' },
  { colour: '#ffd84d', name: 'yellow' },
  { colour: '#4caf50', name: 'green' },
  { colour: '#3e8ed0', name: 'blue' },
  { colour: '#8d5a3b', name: 'brown' },
] as const;

/** Sizes of the pen in pixels of the sheet. */
export const SIZES = { min: 2, max: 80, step: 2 } as const;

/** Where pictures come from. */
export type SourceKind = 'drawing' | 'camera' | 'media' | 'screen' | 'text';

/** The choices in the order of the keys 1 to 5. */
export const SOURCES = [
  { value: 'drawing', title: 'Draw', icon: 'pen' },
  { value: 'camera', title: 'Camera', icon: 'camera' },
  { value: 'media', title: 'File', icon: 'image' },
  { value: 'screen', title: 'Screen', icon: 'screen' },
  { value: 'text', title: 'Text', icon: 'text' },
] as const satisfies readonly { value: SourceKind; title: string; icon: string }[];

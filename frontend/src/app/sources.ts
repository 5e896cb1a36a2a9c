/** Where pictures come from. */
export type SourceKind = 'drawing' | 'camera' | 'media' | 'screen' | 'words';

/** The choices in the order of the keys 1 to 5. */
export const SOURCES = [
  { value: 'drawing', title: 'Draw', icon: 'pen' },
  { value: 'camera', title: 'Camera', icon: 'camera' },
  { value: 'media', title: 'File', icon: 'image' },
  { value: 'screen', title: 'Screen', icon: 'screen' },
  { value: 'words', title: 'Words', icon: 'words' },
] as const satisfies readonly { value: SourceKind; title: string; icon: string }[];

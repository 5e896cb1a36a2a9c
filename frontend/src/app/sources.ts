/** Where pictures come from. */
export type SourceKind = 'drawing' | 'camera' | 'media' | 'screen' | 'text';

/** The choices in the order of the keys 1 to 5. */
export const SOURCES = [
  { value: 'drawing', icon: 'pen' },
  { value: 'camera', icon: 'camera' },
  { value: 'media', icon: 'image' },
  { value: 'screen', icon: 'screen' },
  { value: 'text', icon: 'text' },
] as const satisfies readonly { value: SourceKind; icon: string }[];

/** How input and result share the stage. */
export type Layout = 'beside' | 'inset' | 'output';

/** The choices, in the order in which a key steps through them. */
export const LAYOUTS = [
  { value: 'beside', icon: 'beside' },
  { value: 'inset', icon: 'inset' },
  { value: 'output', icon: 'single' },
] as const satisfies readonly { value: Layout; icon: string }[];

/** The one after this. */
export function nextLayout(layout: Layout): Layout {
  const index = LAYOUTS.findIndex((each) => each.value === layout);
  return LAYOUTS[(index + 1) % LAYOUTS.length]?.value ?? 'beside';
}

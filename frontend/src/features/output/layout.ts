/** How input and result share the stage. */
export type Layout = 'beside' | 'inset' | 'output';

/** The choices, in the order in which a key steps through them. */
export const LAYOUTS = [
  { value: 'beside', title: 'Side by side', icon: 'beside' },
  { value: 'inset', title: 'Picture in picture', icon: 'inset' },
  { value: 'output', title: 'Result only', icon: 'single' },
] as const satisfies readonly { value: Layout; title: string; icon: string }[];

/** The one after this. */
export function nextLayout(layout: Layout): Layout {
  const index = LAYOUTS.findIndex((each) => each.value === layout);
  return LAYOUTS[(index + 1) % LAYOUTS.length]?.value ?? 'beside';
}

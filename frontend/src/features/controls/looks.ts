/** Addresses of the pictures of what a control can look at, by `./looks/KIND.svg`. */
const PICTURES: Readonly<Record<string, string>> = import.meta.glob('./looks/*.svg', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The same small scene as a control of a kind sees it; undefined for a kind that the page does not know. */
export function lookPicture(kind: string): string | undefined {
  return PICTURES[`./looks/${kind}.svg`];
}

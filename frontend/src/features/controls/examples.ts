/** Addresses of the pictures that `build/make-examples.mjs` made, by `./examples/NAME-VALUE.webp`. */
const PICTURES: Readonly<Record<string, string>> = import.meta.glob('./examples/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** What a setting does, shown. */
export interface Example {
  readonly value: number;
  /** Address of a small picture. */
  readonly picture: string;
}

/** The examples of a setting, in order of their values. */
export function examplesOf(
  name: string,
  pictures: Readonly<Record<string, string>> = PICTURES,
): readonly Example[] {
  return Object.entries(pictures)
    .flatMap(([path, picture]) => {
      const [, of, value] = /([a-z_]+)-([\d.]+)\.webp$/.exec(path) ?? [];
      return of === name ? [{ value: Number(value), picture }] : [];
    })
    .sort((one, other) => one.value - other.value);
}

/** The example that comes closest to a value. */
export function nearest(examples: readonly Example[], value: number): Example | undefined {
  return examples.toSorted((one, other) => Math.abs(one.value - value) - Math.abs(other.value - value))[0];
}

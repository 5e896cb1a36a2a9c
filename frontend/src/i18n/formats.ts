import { formatLocale } from './texts.svelte';

/** A number as the page's language writes it; reactive. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(formatLocale(), options).format(value);
}

/** A point in time as the page's language writes it, in the browser's time zone; reactive. */
export function formatDate(at: Date | number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(formatLocale(), options).format(at);
}

/** `a, b and c` as the page's language writes it; reactive. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(formatLocale(), { type: 'conjunction' }).format(items);
}

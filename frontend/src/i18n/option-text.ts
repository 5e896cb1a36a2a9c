import { formatNumber } from './formats';
import { textIfThere } from './texts.svelte';

/** A value of a setting for people: choices by their names, numbers as the page's language writes them. */
export function optionText(setting: string, value: string): string {
  const number = Number(value);
  return value !== '' && Number.isFinite(number)
    ? formatNumber(number, { useGrouping: false, maximumFractionDigits: 3 })
    : (textIfThere(`options.${setting}.${value}`) ?? value);
}

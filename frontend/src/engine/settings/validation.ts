import type { Control } from './schema';
import type { SettingValue } from './values';

/**
 * Says what is wrong with a value before it is sent, or returns an empty string. The server checks against the
 * same schema and has the last word; this only saves the round trip.
 */
export function problemOf(control: Control, value: SettingValue): string {
  switch (control.kind) {
    case 'range':
    case 'seed':
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return 'Enter a number.';
      }
      if (control.kind === 'seed' && !Number.isInteger(value)) {
        return 'Enter a whole number.';
      }
      return value < control.min || value > control.max
        ? `Choose a value from ${control.min} to ${control.max}.`
        : '';
    case 'select':
      return control.values.includes(String(value)) ? '' : 'Choose one of the listed values.';
    case 'text':
      return Array.from(String(value)).length > control.maxLength
        ? `At most ${control.maxLength} characters.`
        : '';
    case 'checkbox':
      return '';
  }
}

/** How many digits after the point show every value of a step. */
export function fractionDigits(step: number): number {
  const [, exponent] = step.toExponential().split('e');
  const mantissa = step.toExponential().split('e')[0]?.split('.')[1] ?? '';
  return Math.min(6, Math.max(0, mantissa.length - Number(exponent)));
}

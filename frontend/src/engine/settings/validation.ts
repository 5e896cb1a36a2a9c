import type { Control } from './schema';
import type { SettingValue } from './values';

/** What is wrong with a value. */
export type ValueProblem =
  | { readonly kind: 'no-number' | 'no-whole-number' | 'unlisted' }
  | { readonly kind: 'outside'; readonly min: number; readonly max: number }
  | { readonly kind: 'too-long'; readonly maxLength: number };

/**
 * Says what is wrong with a value before it is sent; undefined when nothing is. The server checks against the
 * same schema and has the last word; this only saves the round trip.
 */
export function problemOf(control: Control, value: SettingValue): ValueProblem | undefined {
  switch (control.kind) {
    case 'range':
    case 'seed':
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return { kind: 'no-number' };
      }
      if (control.kind === 'seed' && !Number.isInteger(value)) {
        return { kind: 'no-whole-number' };
      }
      return value < control.min || value > control.max
        ? { kind: 'outside', min: control.min, max: control.max }
        : undefined;
    case 'select':
      return control.values.includes(String(value)) ? undefined : { kind: 'unlisted' };
    case 'text':
      return Array.from(String(value)).length > control.maxLength
        ? { kind: 'too-long', maxLength: control.maxLength }
        : undefined;
    case 'checkbox':
      return undefined;
  }
}

/** How many digits after the point show every value of a step. */
export function fractionDigits(step: number): number {
  const [, exponent] = step.toExponential().split('e');
  const mantissa = step.toExponential().split('e')[0]?.split('.')[1] ?? '';
  return Math.min(6, Math.max(0, mantissa.length - Number(exponent)));
}

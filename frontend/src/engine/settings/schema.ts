import {
  asRecord,
  MessageFormatError,
  optionalArray,
  stringOr,
  type UntrustedRecord,
} from '../protocol/reading';

/** What a setting may hold. */
export type SettingValue = string | number | boolean;

/** Settings by name. */
export type SettingValues = Readonly<Record<string, SettingValue>>;

interface ControlBase {
  /** The setting's name on the wire. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences for the curious; may be empty. */
  readonly description: string;
  /** Which heading it stands under. */
  readonly group: string;
  /** Belongs under "Advanced". */
  readonly advanced: boolean;
}

/** A number between two limits. */
export interface RangeControl extends ControlBase {
  readonly kind: 'range';
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** Distance of neighbouring values, above 0. */
  readonly step: number;
}

/** A whole number that is as good as any other: shown with a dice. */
export interface SeedControl extends ControlBase {
  readonly kind: 'seed';
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

/** One of several words. */
export interface SelectControl extends ControlBase {
  readonly kind: 'select';
  readonly initial: string;
  readonly values: readonly string[];
}

/** Yes or no. */
export interface CheckboxControl extends ControlBase {
  readonly kind: 'checkbox';
  readonly initial: boolean;
}

/** Free text of one line or several. */
export interface TextControl extends ControlBase {
  readonly kind: 'text';
  readonly initial: string;
  readonly multiline: boolean;
  /** Characters. */
  readonly maxLength: number;
}

/** Every control the page can show. */
export type Control = RangeControl | SeedControl | SelectControl | CheckboxControl | TextControl;

const UINT32_MAX = 4294967295;

function numberOr(record: UntrustedRecord, field: string, fallback: number): number {
  const value = record[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** JSON Schema spells limits `minimum`; the ecosystem's front ends spell them `min`. Both are read. */
function limits(property: UntrustedRecord, min: number, max: number): { min: number; max: number } {
  return {
    min: numberOr(property, 'min', numberOr(property, 'minimum', min)),
    max: numberOr(property, 'max', numberOr(property, 'maximum', max)),
  };
}

function words(property: UntrustedRecord): readonly string[] {
  const values = property['values'] ?? property['enum'];
  return Array.isArray(values) ? values.filter((value): value is string => typeof value === 'string') : [];
}

function readControl(name: string, property: UntrustedRecord): Control {
  const base = {
    name,
    title: stringOr(property, 'title', name),
    description: stringOr(property, 'description', ''),
    group: stringOr(property, 'group', 'other'),
    advanced: property['hide'] === true,
  };
  const type = stringOr(property, 'type', 'string');
  const field = stringOr(property, 'field', '');
  const initial = property['default'];
  if (field === 'checkbox' || type === 'boolean') {
    return { ...base, kind: 'checkbox', initial: initial === true };
  }
  if (field === 'seed') {
    const { min, max } = limits(property, 0, UINT32_MAX);
    return { ...base, kind: 'seed', min, max, initial: numberOr(property, 'default', min) };
  }
  if (type === 'number' || type === 'integer') {
    const { min, max } = limits(property, 0, type === 'integer' ? 100 : 1);
    const step = numberOr(property, 'step', type === 'integer' ? 1 : (max - min) / 100);
    return {
      ...base,
      kind: 'range',
      min,
      max,
      step: step > 0 ? step : 1,
      initial: numberOr(property, 'default', min),
    };
  }
  const values = words(property);
  if (field === 'select' || values.length > 0) {
    return { ...base, kind: 'select', values, initial: stringOr(property, 'default', values[0] ?? '') };
  }
  return {
    ...base,
    kind: 'text',
    multiline: field === 'textarea',
    maxLength: numberOr(property, 'maxLength', 2000),
    initial: stringOr(property, 'default', ''),
  };
}

/**
 * Turns `input_params` of `/api/settings` into controls, in the order the server lists them. A property of a
 * field the page does not know becomes the control that fits its type, so that a newer server stays usable.
 *
 * @throws MessageFormatError when there are no properties at all.
 */
export function readControls(inputParams: unknown): readonly Control[] {
  const properties = asRecord(asRecord(inputParams, 'input_params')['properties'], 'input_params.properties');
  const controls = Object.entries(properties).map(([name, property]) =>
    readControl(name, asRecord(property, `input_params.properties.${name}`)),
  );
  if (controls.length === 0) {
    throw new MessageFormatError('input_params has no properties');
  }
  return controls;
}

/** Strings of an array; anything else in it is left out. */
export function readWords(value: unknown, name: string): readonly string[] {
  return optionalArray(value, name).filter((entry): entry is string => typeof entry === 'string');
}

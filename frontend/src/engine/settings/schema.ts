import * as v from 'valibot';
import { booleanOr, fields, finiteNumber, ifValid, read, recordOf, strings, textOr } from '../reading';

interface ControlBase {
  /** The setting's name on the wire. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences for the curious; may be empty. */
  readonly description: string;
  /** Which heading it stands under. */
  readonly group: string;
  /** Belongs under "For experts". */
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

/** One of several named values. */
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

/** A property of `input_params`, as JSON Schema spells it and as the ecosystem's front ends do. */
const propertySchema = fields({
  type: textOr('string'),
  field: textOr(''),
  title: ifValid(v.string()),
  description: textOr(''),
  group: textOr('other'),
  hide: booleanOr(false),
  default: v.optional(v.unknown()),
  // JSON Schema spells limits `minimum`; the ecosystem's front ends spell them `min`. Both are read.
  min: ifValid(finiteNumber),
  minimum: ifValid(finiteNumber),
  max: ifValid(finiteNumber),
  maximum: ifValid(finiteNumber),
  step: ifValid(finiteNumber),
  maxLength: ifValid(finiteNumber),
  values: ifValid(strings),
  enum: ifValid(strings),
});
type Property = v.InferOutput<typeof propertySchema>;

function limits(from: Property, min: number, max: number): { min: number; max: number } {
  return { min: from.min ?? from.minimum ?? min, max: from.max ?? from.maximum ?? max };
}

function controlOf(name: string, from: Property): Control {
  const { type, field } = from;
  const base = {
    name,
    title: from.title ?? name,
    description: from.description,
    group: from.group,
    advanced: from.hide,
  };
  const number = v.is(finiteNumber, from.default) ? from.default : undefined;
  const text = typeof from.default === 'string' ? from.default : undefined;
  if (field === 'checkbox' || type === 'boolean') {
    return { ...base, kind: 'checkbox', initial: from.default === true };
  }
  if (field === 'seed') {
    const { min, max } = limits(from, 0, UINT32_MAX);
    return { ...base, kind: 'seed', min, max, initial: number ?? min };
  }
  if (type === 'number' || type === 'integer') {
    const { min, max } = limits(from, 0, type === 'integer' ? 100 : 1);
    const step = from.step ?? (type === 'integer' ? 1 : (max - min) / 100);
    return { ...base, kind: 'range', min, max, step: step > 0 ? step : 1, initial: number ?? min };
  }
  const values = from.values ?? from.enum ?? [];
  if (field === 'select' || values.length > 0) {
    return { ...base, kind: 'select', values, initial: text ?? values[0] ?? '' };
  }
  return {
    ...base,
    kind: 'text',
    multiline: field === 'textarea',
    maxLength: from.maxLength ?? 2000,
    initial: text ?? '',
  };
}

/**
 * Turns `input_params` of `/api/settings` into controls, in the order the server lists them. A property of a
 * field the page does not know becomes the control that fits its type, so that a newer server stays usable.
 */
export const controlsSchema = v.pipe(
  v.object({ properties: recordOf(propertySchema) }),
  v.transform(({ properties }): readonly Control[] =>
    Object.entries(properties).map(([name, each]) => controlOf(name, each)),
  ),
  v.nonEmpty('there are no properties'),
);

/** @throws MessageFormatError when there are no properties at all. */
export function readControls(inputParams: unknown): readonly Control[] {
  return read(controlsSchema, inputParams, 'input_params');
}

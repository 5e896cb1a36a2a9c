import * as v from 'valibot';

/** Something that came from outside does not have the agreed shape; the message names the field. */
export class MessageFormatError extends Error {
  override readonly name = 'MessageFormatError';
}

/**
 * Reads what came from outside. Fields that the schema does not name are left out, so that a newer server may add some.
 *
 * @param name what it is, for the error
 * @throws MessageFormatError naming the first field that is not as agreed
 */
export function read<S extends v.GenericSchema>(schema: S, value: unknown, name: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new MessageFormatError(`${path === null ? name : `${name}.${path}`}: ${issue.message}`);
}

/** A number other than an infinite one. */
export const finiteNumber = v.pipe(v.number(), v.finite());

/** A whole number from `least`. */
export const wholeNumber = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));

/** A string, or `otherwise` when the field is absent or of another type. */
export const textOr = (otherwise: string) => v.fallback(v.string(), otherwise);

/** True or false, or `otherwise` when the field is absent or of another type. */
export const booleanOr = (otherwise: boolean) => v.fallback(v.boolean(), otherwise);

/** A number above 0, or `otherwise`. */
export const positiveOr = (otherwise: number) => v.fallback(v.pipe(v.number(), v.gtValue(0)), otherwise);

/** What the schema reads; undefined when the field is absent or of another type. */
export const ifValid = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined);

/** One of several strings; any other string is `otherwise`. */
export const oneOf = <const T extends readonly string[]>(options: T, otherwise: T[number]) =>
  v.pipe(v.string(), v.fallback(v.picklist(options), otherwise));

/** An array of what `item` reads; absent or null means empty. */
export const listOf = <S extends v.GenericSchema>(item: S) => v.nullish(v.array(item), []);

/** The strings of an array; what else is in it is left out. */
export const strings = v.pipe(
  listOf(v.unknown()),
  v.transform((entries): readonly string[] => entries.filter((entry) => typeof entry === 'string')),
);

/** The entries of an array as strings. */
export const asStrings = v.pipe(
  listOf(v.unknown()),
  v.transform((entries): readonly string[] => entries.map(String)),
);

/** JavaScript counts an array as an object; JSON does not. */
const notArray = v.pipe(
  v.unknown(),
  v.check((input) => !Array.isArray(input), 'an array is not an object'),
);

/** An object with these fields, for where none of them is required and an array would pass for it. */
export const fields = <E extends v.ObjectEntries>(entries: E) => v.pipe(notArray, v.object(entries));

/** An object with any names, and values that `value` reads. */
export const recordOf = <S extends v.GenericSchema>(value: S) =>
  v.pipe(notArray, v.record(v.string(), value));

/** A moment as ISO 8601 text. */
export const moment = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
);

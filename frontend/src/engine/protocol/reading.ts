import type { SettingValue, SettingValues } from '../settings/schema';

/** Something that came over the wire does not have the agreed shape; the message names the field. */
export class MessageFormatError extends Error {
  override readonly name = 'MessageFormatError';
}

/** A JSON object whose fields are not yet trusted. */
export type UntrustedRecord = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown, name: string): UntrustedRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MessageFormatError(`${name} is not an object`);
  }
  return value as UntrustedRecord;
}

export function string(record: UntrustedRecord, field: string): string {
  const value = record[field];
  if (typeof value !== 'string') {
    throw new MessageFormatError(`${field} is not a string`);
  }
  return value;
}

/** A string, or `fallback` when the field is absent or of another type. */
export function stringOr(record: UntrustedRecord, field: string, fallback: string): string {
  const value = record[field];
  return typeof value === 'string' ? value : fallback;
}

export function number(record: UntrustedRecord, field: string): number {
  const value = record[field];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new MessageFormatError(`${field} is not a number`);
  }
  return value;
}

export function integer(record: UntrustedRecord, field: string, least: number): number {
  const value = number(record, field);
  if (!Number.isInteger(value) || value < least) {
    throw new MessageFormatError(`${field} is ${value}, not a whole number from ${least}`);
  }
  return value;
}

export function boolean(record: UntrustedRecord, field: string): boolean {
  const value = record[field];
  if (typeof value !== 'boolean') {
    throw new MessageFormatError(`${field} is not a boolean`);
  }
  return value;
}

export function optionalArray(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new MessageFormatError(`${name} is not an array`);
  }
  return value;
}

function isScalar(value: unknown): value is SettingValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** An object of strings, numbers and booleans: the values of settings. */
export function scalarRecord(value: unknown, name: string): SettingValues {
  const record = asRecord(value, name);
  for (const [key, entry] of Object.entries(record)) {
    if (!isScalar(entry)) {
      throw new MessageFormatError(`${name}.${key} is neither a string, a number nor a boolean`);
    }
  }
  return record as SettingValues;
}

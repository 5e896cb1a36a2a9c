import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  asStrings,
  fields,
  ifValid,
  listOf,
  MessageFormatError,
  oneOf,
  positiveOr,
  read,
  recordOf,
  strings,
  textOr,
  wholeNumber,
} from './reading';

describe('what came from outside', () => {
  const schema = v.object({ mark: v.object({ at: wholeNumber(1) }), mood: textOr('good') });

  test('is read without fields that nobody asked for', () => {
    expect(read(schema, { mark: { at: 2, by: 'x' }, mood: 3, weather: 'fine' }, 'answer')).toEqual({
      mark: { at: 2 },
      mood: 'good',
    });
  });

  test.each([
    [{ mark: { at: 0 } }, 'answer.mark.at: '],
    [{ mark: { at: 1.5 } }, 'answer.mark.at: '],
    [{ mark: {} }, 'answer.mark.at: '],
    [null, 'answer: '],
  ])('%j is refused with the name of the field', (value, name) => {
    expect(() => read(schema, value, 'answer')).toThrow(MessageFormatError);
    expect(() => read(schema, value, 'answer')).toThrow(name);
  });
});

describe('tolerance', () => {
  test.each([
    ['an absent list is empty', listOf(v.string()), null, []],
    ['strings are taken out of a list', strings, ['a', 1, null], ['a']],
    ['entries become strings', asStrings, ['a', 1], ['a', '1']],
    ['an unknown choice is the other one', oneOf(['a', 'b'], 'b'), 'z', 'b'],
    ['a limit of nothing is no limit', positiveOr(9), 0, 9],
    ['what is of another type is absent', ifValid(v.number()), 'x', undefined],
  ])('%s', (_name, schema, value, expected) => {
    expect(read<v.GenericSchema>(schema, value, 'it')).toEqual(expected);
  });

  test.each([
    ['a list of other things', listOf(v.string()), [1]],
    ['a list that is none', strings, 'a'],
    ['a choice that is no string', oneOf(['a', 'b'], 'b'), 1],
    ['an array for fields', fields({ a: textOr('') }), []],
    ['an array for a record', recordOf(v.string()), ['a']],
  ])('ends at %s', (_name, schema, value) => {
    expect(() => read<v.GenericSchema>(schema, value, 'it')).toThrow(MessageFormatError);
  });
});

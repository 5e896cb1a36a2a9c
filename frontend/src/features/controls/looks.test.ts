import { describe, expect, test } from 'vitest';
import { readServerSettings } from '../../engine/settings/server-settings';
import english from '../../i18n/en.json';
import { lookPicture } from './looks';

const KINDS = ['scribble', 'edges', 'canny', 'picture', 'depth', 'pose'];

describe('what a control looks at', () => {
  test.each(KINDS)('%s has a picture and words', (kind) => {
    expect(lookPicture(kind)).toMatch(/\.svg/);
    expect(Object.keys(english.controls.looks)).toContain(kind);
  });

  test('a kind that the page does not know has no picture', () => {
    expect(lookPicture('normals')).toBeUndefined();
  });

  test('is read from the settings, and is missing where there is no control', () => {
    const answer = (bundle: object) => ({
      info: {},
      input_params: { properties: { seed: { type: 'integer' } } },
      bundle: { id: 'b', ...bundle },
    });
    expect(readServerSettings(answer({ control: { kind: 'depth', found: false } })).bundle.control).toEqual({
      kind: 'depth',
      found: false,
    });
    expect(readServerSettings(answer({})).bundle.control).toBeUndefined();
    expect(readServerSettings(answer({ control: null })).bundle.control).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { readControls } from '../../engine/settings/schema';
import { groupControls } from './grouping';
import { optionText } from '../../i18n/option-text';
import { groupTitle } from './setting-texts';

const controls = readControls({
  properties: {
    strength: { type: 'number', group: 'picture' },
    steps: { type: 'integer', group: 'denoising' },
    width: { type: 'integer', group: 'picture' },
    wobble: { type: 'boolean', group: 'experimental' },
    plain: { type: 'string' },
  },
});

test('keeps the order of first mention and gathers the members', () => {
  const groups = groupControls(controls);
  expect(groups.map((group) => group.id)).toEqual(['picture', 'denoising', 'experimental', 'other']);
  expect(groups[0]?.controls.map((control) => control.name)).toEqual(['strength', 'width']);
});

test('shows a group it does not know by its own name', () => {
  expect(groupControls(controls).map(({ id }) => groupTitle(id))).toEqual([
    'Picture',
    'Painting',
    'Experimental',
    'More',
  ]);
});

test('names choices: what it does not know has its own name', () => {
  expect(optionText('fit', 'letterbox')).toBe('Show all, with bars');
  expect(optionText('matte_ratio', '0.375')).toBe('0.375');
  expect(optionText('wobble', 'a lot')).toBe('a lot');
});

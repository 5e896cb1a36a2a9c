import { expect, test } from 'vitest';
import { readControls } from '../../engine/settings/schema';
import { groupControls } from './grouping';

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
  expect(groupControls(controls).map((group) => group.title)).toEqual([
    'Picture',
    'Painting',
    'Experimental',
    'More',
  ]);
});

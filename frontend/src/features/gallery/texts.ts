/** What the gallery says about presets that others should, or should not, see. */
export const TEXTS = {
  waiting: 'Waits until it is approved',
  report: 'This does not belong here',
  reportQuestion: 'Does it not belong here?',
  reportExplained:
    'Tell us if it is mean, rude or frightening. When three people do, nobody sees it any more.',
  reportAction: 'Report it',
  reported: 'Thank you. It was reported.',
} as const;

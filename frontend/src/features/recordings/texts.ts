/** Words about naming, cutting and saving recordings. */
export const TEXTS = {
  caption: 'Write the prompts below the picture',
  beside: 'Put your input beside the result',
  rename: 'Rename',
  titleLabel: 'Name of the recording',
  save: 'Save',
  cancel: 'Cancel',
  cut: 'Cut',
  cutHow: 'Move to where it should begin, and to where it should end.',
  beginHere: 'Begin here',
  endHere: 'End here',
  cutNow: 'Cut',
  cutQuestion: 'Keep only this part?',
  cutExplained: (from: string, to: string) => `What is before ${from} and after ${to} will be gone for good.`,
  cutAction: 'Cut it',
  part: (from: string, to: string) => `${from} to ${to} stays.`,
  failed: 'That did not work.',
} as const;

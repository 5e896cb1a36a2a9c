/** What is read about pictures that were handed in. */
export const TEXTS = {
  title: 'Handed in',
  mine: 'What I have handed in',
  emptyTeacher: 'Nothing has been handed in yet. Students find “Hand in” above their pictures.',
  emptyStudent: 'You have not handed anything in yet.',
  kept: 'These pictures are kept until you delete them here, or the classroom.',
  keptMine: 'Only your teacher can see these. You can take each of them back.',
  takeBack: 'Take it back',
  remove: 'Delete',
  removeAll: 'Delete all',
  removeAllQuestion: 'Delete all pictures that were handed in? This cannot be undone.',
  names: 'With names',
  zip: 'Pictures (ZIP)',
  pdf: 'Sheets to print (PDF)',
} as const;

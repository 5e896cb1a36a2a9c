/** What a teacher reads about a lesson. */
export const TEXTS = {
  eyesHere: 'Eyes here',
  goOn: 'Let them go on',
  taskTitle: 'Task for everybody',
  show: 'Show',
  timer: 'Timer',
  stopTimer: 'Stop the timer',
  sendPicture: 'Send a picture',
  pictureAs: 'What it is for',
  toDrawOn: 'to draw on',
  toRepaint: 'to be repainted',
  locks: 'What students may use',
  locksTitle: 'What may students use?',
  locksIntro:
    'What you take away is locked on all students’ pages until you unlock it. They see that it is locked.',
  sources: 'Pictures come from',
  modes: 'What is repainted',
  looks: 'Looks and words',
  allLooks: 'All looks of the gallery',
  ownWords: 'Words of their own (otherwise only those of the looks)',
  limits: 'Limits of settings',
  experts: 'For experts',
  lock: 'Lock the rest',
  unlock: 'Unlock everything',
  from: 'from',
  to: 'to',
  on: 'On',
  off: 'Off',
} as const;

/** Where pictures come from. */
export const SOURCE_TITLES = {
  drawing: 'Drawing',
  camera: 'Camera',
  media: 'File',
  screen: 'Screen',
  text: 'Words alone',
} as const;

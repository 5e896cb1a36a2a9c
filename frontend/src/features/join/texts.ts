/** What a student reads at the door of a class. */
export const TEXTS = {
  code: 'Code of your class',
  next: 'Next',
  typed: 'What should your teacher call you?',
  typedMore: 'Your first name or a nickname is enough. Your teacher sees it beside your picture.',
  list: 'Who are you?',
  choose: 'Choose your name',
  listEmpty: 'All names of the list are taken. Ask your teacher.',
  pseudonym: 'You get a made-up name, such as Blue Otter. Your teacher sees it beside your picture.',
  join: 'Join the class',
  waiting: 'Your teacher will let you in',
  waitingMore: 'Stay on this page. It goes on by itself.',
  otherCode: 'Another code',
} as const;

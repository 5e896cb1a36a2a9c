/** What a teacher reads on the wall. */
export const TEXTS = {
  everybodySees: 'Everybody sees it',
  showEverybody: 'Show everybody',
  givePriority: 'Faster for 2 minutes',
  priorityLeft: 'Faster for',
  priority: 'Faster',
  waiting: 'waiting for a place',
  slowest: 'slowest',
  perSecond: 'pictures a second',
} as const;

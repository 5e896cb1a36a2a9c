import type { QueuePlace } from '../protocol/server-messages';

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** `You are 3rd in line.` */
export function queueTitle({ position }: QueuePlace): string {
  return position === 1
    ? 'You are next.'
    : `You are ${position}${SUFFIXES[ORDINALS.select(position)] ?? 'th'} in line.`;
}

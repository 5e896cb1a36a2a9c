import type { StudentCard } from '../../engine/classroom/room-messages';
import { formatNumber } from '../../i18n/formats';
import { t } from '../../i18n/texts.svelte';

/** The orders that can be chosen. */
export const ORDERS = ['name', 'hands', 'waiting'] as const;

/** How a wall is sorted. */
export type WallOrder = (typeof ORDERS)[number];

const byName = (one: StudentCard, other: StudentCard) =>
  one.name.localeCompare(other.name) || one.seat - other.seat;

/** Who has waited longest comes first, who does not wait last. */
const byHand = (one: StudentCard, other: StudentCard) => (other.hand ?? -1) - (one.hand ?? -1);

const RANK: Readonly<Record<StudentCard['state'], number>> = { waiting: 0, away: 1, resting: 2, painting: 3 };
const byState = (one: StudentCard, other: StudentCard) => RANK[one.state] - RANK[other.state];

/** The students whose name or prompt has all words of `search`, in order. */
export function arranged(
  students: readonly StudentCard[],
  order: WallOrder,
  search: string,
): readonly StudentCard[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = students.filter(({ name, prompt }) => {
    const text = `${name} ${prompt}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  return found.toSorted((one, other) => {
    const first = order === 'hands' ? byHand(one, other) : order === 'waiting' ? byState(one, other) : 0;
    return first || byName(one, other);
  });
}

/** The same students in the order in which these ids are on the screen, newcomers last. */
export function unmoved(students: readonly StudentCard[], shown: readonly string[]): readonly StudentCard[] {
  const places = new Map(shown.map((id, place) => [id, place]));
  const placeOf = ({ id }: StudentCard) => places.get(id) ?? shown.length;
  return students.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** How a student is, in a few words. */
export function stateOf({ state, place, fps, present }: StudentCard): string {
  switch (state) {
    case 'waiting':
      return place === undefined ? t('wall.waiting') : t('wall.waitingAt', { place });
    case 'painting':
      return t('wall.painting', {
        rate: formatNumber(fps, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
      });
    case 'resting':
      return t('wall.resting');
    case 'away':
      return present ? t('wall.idle') : t('wall.away');
  }
}

/** What is painted, where it is not the whole picture that the student makes; else empty. */
export function kindOf({ mode, input }: StudentCard): string {
  if (input === 'none') {
    return t('wall.wordsOnly');
  }
  return mode === 'human' ? t('wall.personOnly') : '';
}

/** How the engine is shared: how many wait for a place, and the lowest rate of those that are painted. */
export function shares(students: readonly StudentCard[]): {
  readonly waiting: number;
  readonly slowest: number | undefined;
} {
  const rates = students.filter(({ state }) => state === 'painting').map(({ fps }) => fps);
  return {
    waiting: students.filter(({ state }) => state === 'waiting').length,
    slowest: rates.length > 0 ? Math.min(...rates) : undefined,
  };
}

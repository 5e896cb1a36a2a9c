import type { StudentCard } from '../../engine/classroom/room-messages';

/** Who somebody is, and where they sit. */
type Seated = Pick<StudentCard, 'id' | 'seat'>;

/**
 * Finds students again whose seats may be others by now: each server gives its own.
 *
 * @returns where whoever had a seat before has one now; undefined for who is gone
 */
export function seatsAfter(
  before: readonly Seated[],
  after: readonly Seated[],
): (seat: number | undefined) => number | undefined {
  const seats = new Map(after.map(({ id, seat }) => [id, seat]));
  return (seat) => {
    const student = before.find((each) => each.seat === seat);
    return student && seats.get(student.id);
  };
}

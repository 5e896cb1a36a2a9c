import * as v from 'valibot';
import { textOr } from '../reading';

/** What every {@link Page} has besides its items. */
export const pageFields = {
  next: textOr(''),
  similar: v.boolean(),
};

/** Part of a list that may be long. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Gives the page after; empty at the end. */
  readonly next: string;
  /** Nothing matched the search; these are similar. */
  readonly similar: boolean;
}

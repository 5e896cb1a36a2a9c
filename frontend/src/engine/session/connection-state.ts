import type { ProblemError } from './problem';

/** Why the page is waiting before the next attempt. */
export type WaitReason = 'unreachable' | 'server-full';

/** Why the page stopped trying by itself. */
export type StopReason = 'elsewhere' | 'deleted' | 'unused' | 'origin-refused';

/** What went wrong with the last attempt. */
export interface Loss {
  readonly reason: WaitReason;
  /** What the server said; undefined when nothing. */
  readonly problem: ProblemError | undefined;
}

/** Where the connection stands. */
export type ConnectionState =
  /** With the loss that it comes back from; undefined at the beginning. */
  | { readonly kind: 'connecting'; readonly loss: Loss | undefined }
  | { readonly kind: 'live'; readonly session: string }
  | {
      readonly kind: 'waiting';
      readonly loss: Loss;
      readonly attempt: number;
      /** When the next attempt is made, in milliseconds of `Date.now()`. */
      readonly retryAt: number;
    }
  | { readonly kind: 'stopped'; readonly reason: StopReason }
  | { readonly kind: 'ended' };

/** Close codes of the wire. */
export const CLOSE = {
  deleted: 1000,
  unused: 4001,
  unauthorised: 4401,
  originRefused: 4403,
  takenOver: 4408,
  busy: 4409,
} as const;

/** What follows from a close. */
export type CloseVerdict =
  | { readonly then: 'retry' }
  | { readonly then: 'renew' }
  | { readonly then: 'stop'; readonly reason: StopReason };

/** Reads a close code: most are hiccups, some are final, one means that the session is gone. */
export function verdictOf(code: number): CloseVerdict {
  switch (code) {
    case CLOSE.deleted:
      return { then: 'stop', reason: 'deleted' };
    case CLOSE.unused:
      return { then: 'stop', reason: 'unused' };
    case CLOSE.takenOver:
      return { then: 'stop', reason: 'elsewhere' };
    case CLOSE.originRefused:
      return { then: 'stop', reason: 'origin-refused' };
    case CLOSE.unauthorised:
      return { then: 'renew' };
    default:
      return { then: 'retry' };
  }
}

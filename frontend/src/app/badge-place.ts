import { SessionApi } from '../engine/session/session-api';

/** Shows the mark of AI on pictures in the corner that the server names; until it has, in the usual one. */
export async function placeBadges(): Promise<void> {
  try {
    const { aiBadge } = await new SessionApi().settings(AbortSignal.timeout(10_000));
    document.documentElement.dataset['aiBadge'] = aiBadge;
  } catch {
    // The mark is shown anyway.
  }
}

import type { RecordingSummary, Gap, Timeline } from '../../engine/recordings/timeline';
import { clock } from '../../engine/recordings/timeline';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** When it was, as people say it. */
export function when(recording: RecordingSummary): string {
  return DATE.format(recording.startedAt);
}

/** What its owner calls it, or what it is about: the prompt, or that there is none any more. */
export function titleOf(recording: RecordingSummary): string {
  return recording.title || recording.prompt || 'No prompt';
}

/** What of a long recording does not fit into a file; empty where everything does. */
export function exportLimits({ export: { playedMs, maxFilmMs, maxGifMs } }: Timeline): string {
  const cuts = [
    playedMs > maxFilmMs ? `Videos end after ${clock(maxFilmMs)}.` : '',
    playedMs > maxGifMs ? `GIFs end after ${clock(maxGifMs)}.` : '',
  ].filter(Boolean);
  return cuts.length > 0 ? `${cuts.join(' ')} The ZIP has every picture.` : '';
}

/** Bytes as people read them. */
export function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** What a gap means. */
export function gapText(gap: Gap): string {
  const span = `${clock(gap.startMs)} to ${clock(gap.endMs)}`;
  switch (gap.reason) {
    case 'paused':
      return `Not recorded from ${span}: recording was off.`;
    case 'trimmed':
      return `${gap.lost} pictures up to ${clock(gap.endMs)} were deleted to make room for newer ones.`;
    default:
      return `Nothing was kept from ${span}: ${gap.lost} pictures could not be saved.`;
  }
}

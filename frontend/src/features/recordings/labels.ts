import type { RecordingSummary, Gap, Timeline } from '../../engine/recordings/timeline';
import { clock } from '../../engine/recordings/timeline';
import { formatDate, formatNumber } from '../../i18n/formats';
import { t } from '../../i18n/texts.svelte';

/** When it was, as people say it. */
export function when(recording: RecordingSummary): string {
  return formatDate(recording.startedAt, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What it is about: the prompt, or that there is none any more. */
export function titleOf(recording: RecordingSummary): string {
  return recording.prompt || t('recordings.noPrompt');
}

/** What of a long recording does not fit into a file; empty where everything does. */
export function exportLimits({ export: { playedMs, maxFilmMs, maxGifMs } }: Timeline): string {
  const cuts = [
    playedMs > maxFilmMs ? t('recordings.filmEnds', { time: clock(maxFilmMs) }) : '',
    playedMs > maxGifMs ? t('recordings.gifEnds', { time: clock(maxGifMs) }) : '',
  ].filter(Boolean);
  return cuts.length > 0 ? [...cuts, t('recordings.zipWhole')].join(' ') : '';
}

/** Bytes as people read them. */
export function size(bytes: number): string {
  const [value, unit, digits] =
    bytes < 1_000_000
      ? ([Math.max(1, bytes / 1000), 'kilobyte', 0] as const)
      : ([bytes / 1_000_000, 'megabyte', bytes < 10_000_000 ? 1 : 0] as const);
  return formatNumber(value, {
    style: 'unit',
    unit,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** When it was, how large it is, and what it holds. */
export function factsOf(recording: RecordingSummary): readonly string[] {
  return [
    when(recording),
    size(recording.bytes),
    ...(recording.repaintOf ? [t('recordings.repainted')] : []),
    ...(recording.keepsInput ? [t('recordings.withInput')] : []),
  ];
}

/** What a gap means. */
export function gapText(gap: Gap): string {
  const start = clock(gap.startMs);
  const end = clock(gap.endMs);
  switch (gap.reason) {
    case 'paused':
      return t('recordings.paused', { start, end });
    case 'trimmed':
      return t('recordings.trimmed', { count: gap.lost, end });
    default:
      return t('recordings.lost', { count: gap.lost, start, end });
  }
}

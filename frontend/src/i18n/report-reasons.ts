import { REPORT_REASONS, type Reasons, type ReportReason } from '../engine/moderation/reports';
import { t } from './texts.svelte';

/** What somebody who reports may choose from. */
export function reasonChoices(): readonly { readonly value: ReportReason; readonly text: string }[] {
  return REPORT_REASONS.map((value) => ({ value, text: t(`report.reasons.${value}`) }));
}

/** How many people had which reason, for who decides. */
export function countedReasons(reasons: Reasons): readonly string[] {
  return reasons.map(({ reason, count }) => `${t(`judging.reasons.${reason}`)} · ${count}`);
}

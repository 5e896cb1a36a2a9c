import * as v from 'valibot';
import { listOf, moment, textOr } from '../reading';

/** Why somebody thinks that others should not be shown a thing. */
export const REPORT_REASONS = ['mean', 'rude', 'scary', 'private', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** What becomes of a thing that was reported or waits for approval. */
export type Decision = 'keep' | 'hide' | 'remove';

/** How many people had which reason, the most frequent first. */
export type Reasons = readonly { readonly reason: ReportReason; readonly count: number }[];

/** Reads {@link Reasons}; reasons that this page does not know are left out. */
export const reasonsSchema = v.pipe(
  v.record(v.string(), v.number()),
  v.transform((counts): Reasons =>
    REPORT_REASONS.map((reason) => ({ reason, count: counts[reason] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count),
  ),
);

const reported = {
  id: v.string(),
  name: textOr(''),
  reasons: reasonsSchema,
  /** Others do not see it until it is decided. */
  hidden: v.boolean(),
  since: moment,
};

/** A preset that a student shares with the class. */
const presetSchema = v.object({
  ...reported,
  prompt: textOr(''),
  /** Address of its picture, or empty. */
  picture: textOr(''),
  /** For the decision: only what was seen can be kept. */
  version: v.string(),
});

/** A student's picture that everybody was shown. */
const pictureSchema = v.object({ ...reported, picture: v.string() });

/** Reads {@link ClassReports}. */
export const classReportsSchema = v.object({
  presets: listOf(presetSchema),
  pictures: listOf(pictureSchema),
});

/** What was reported in a class, the oldest first. */
export type ClassReports = Readonly<v.InferOutput<typeof classReportsSchema>>;
export type ReportedPreset = ClassReports['presets'][number];
export type ReportedPicture = ClassReports['pictures'][number];

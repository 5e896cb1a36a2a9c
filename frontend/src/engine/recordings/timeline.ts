import * as v from 'valibot';
import {
  booleanOr,
  fields,
  finiteNumber,
  ifValid,
  listOf,
  moment,
  oneOf,
  textOr,
  wholeNumber,
} from '../reading';
import { type SettingValues, settingValuesSchema } from '../settings/values';

const address = ifValid(v.pipe(v.string(), v.nonEmpty()));

const summarySchema = v.object({
  /** Id of the recorded session. */
  session: v.string(),
  startedAt: moment,
  durationMs: finiteNumber,
  /** It is going on. */
  recording: v.boolean(),
  keepsInput: v.boolean(),
  frames: wholeNumber(0),
  bytes: wholeNumber(0),
  bundle: v.string(),
  /** What its owner calls it, or empty. */
  title: textOr(''),
  /** The last one, or empty. */
  prompt: v.string(),
  /** Address of a picture. */
  thumbnail: address,
  /** The recording that this one is a repainting of. */
  repaintOf: address,
});

/** A prompt in force from its offset on. Offsets are milliseconds since the recording's start. */
const promptMarkSchema = v.object({ offsetMs: finiteNumber, prompt: v.string(), negativePrompt: v.string() });

/** Settings that changed. */
const settingsMarkSchema = v.object({ offsetMs: finiteNumber, changes: settingValuesSchema });

/** Key frames of one kind, in order: each is on the screen from its offset to the next one's. */
const frameTrackSchema = fields({ numbers: listOf(finiteNumber), offsetsMs: listOf(finiteNumber) });

/** Nothing was kept here. */
const gapSchema = v.object({
  startMs: finiteNumber,
  endMs: finiteNumber,
  /** Pictures that found no room. */
  lost: wholeNumber(0),
  reason: oneOf(['paused', 'unwritten', 'trimmed'], 'unwritten'),
});

/** Reads a {@link Timeline}. */
export const timelineSchema = v.object({
  ...summarySchema.entries,
  prompts: listOf(promptMarkSchema),
  settings: listOf(settingsMarkSchema),
  outputs: frameTrackSchema,
  inputs: frameTrackSchema,
  gaps: listOf(gapSchema),
  /** How long it plays, how much of that a film and a GIF cover at most, and whether they can have captions. */
  export: v.object({
    playedMs: finiteNumber,
    maxFilmMs: finiteNumber,
    maxGifMs: finiteNumber,
    captions: booleanOr(false),
  }),
});

/** Reads a {@link RecordingPage}. */
export const recordingPageSchema = v.pipe(
  v.object({ recordings: listOf(summarySchema), next: textOr('') }),
  v.transform(({ recordings, next }) => ({ items: recordings, next })),
);

/** A recording in a list. */
export type RecordingSummary = Readonly<v.InferOutput<typeof summarySchema>>;
/** A page of a list; `next` gives the one after, and is empty at the end. */
export type RecordingPage = Readonly<v.InferOutput<typeof recordingPageSchema>>;
/** A recording without its pictures. */
export type Timeline = Readonly<v.InferOutput<typeof timelineSchema>>;
/** See {@link Timeline}. */
export type PromptMark = Timeline['prompts'][number];
export type FrameTrack = Timeline['outputs'];
export type Gap = Timeline['gaps'][number];

/** Index of the last of these ascending offsets that is not after `at`; -1 before the first. */
export function indexAt(offsetsMs: readonly number[], at: number): number {
  let low = 0;
  let high = offsetsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsetsMs[middle] ?? Infinity) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** The prompt in force at a moment; undefined where none is known any more. */
export function promptAt(timeline: Timeline, at: number): PromptMark | undefined {
  return timeline.prompts[
    indexAt(
      timeline.prompts.map((mark) => mark.offsetMs),
      at,
    )
  ];
}

/** All settings in force at a moment, the prompts included: what puts a session back to it. */
export function settingsAt(timeline: Timeline, at: number): SettingValues {
  const first = timeline.settings[0]?.offsetMs ?? 0;
  const values: Record<string, SettingValues[string]> = {};
  for (const { offsetMs, changes } of timeline.settings) {
    if (offsetMs <= Math.max(first, at)) {
      Object.assign(values, changes);
    }
  }
  const prompt = promptAt(timeline, at);
  return prompt ? { ...values, prompt: prompt.prompt, negative_prompt: prompt.negativePrompt } : values;
}

/** Where the next prompt begins in a direction, or undefined when there is none. */
export function promptBeside(timeline: Timeline, at: number, direction: 1 | -1): number | undefined {
  const offsets = timeline.prompts.map((mark) => mark.offsetMs);
  // Going back from within a prompt leads to its own beginning first, as players do.
  return direction > 0
    ? offsets.find((offset) => offset > at)
    : offsets.filter((offset) => offset < at - 500).at(-1);
}

/** The gap at a moment. */
export function gapAt(timeline: Timeline, at: number): Gap | undefined {
  return timeline.gaps.find((gap) => gap.startMs <= at && at < gap.endMs);
}

/** `75_000` as `1:15`. */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const text = `${Math.floor(seconds / 60) % 60}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${text.padStart(5, '0')}` : text;
}

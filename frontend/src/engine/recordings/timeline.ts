import {
  asRecord,
  boolean,
  integer,
  number,
  optionalArray,
  scalarRecord,
  string,
  stringOr,
} from '../protocol/reading';
import type { SettingValues } from '../settings/schema';

/** A recording in a list. */
export interface RecordingSummary {
  /** Id of the recorded session. */
  readonly session: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** It is going on. */
  readonly recording: boolean;
  readonly keepsInput: boolean;
  readonly frames: number;
  readonly bytes: number;
  readonly bundle: string;
  /** The last one, or empty. */
  readonly prompt: string;
  /** Address of a picture. */
  readonly thumbnail: string | undefined;
  /** The recording that this one is a repainting of. */
  readonly repaintOf: string | undefined;
}

/** A page of a list; `next` asks for the one after. */
export interface RecordingPage {
  readonly recordings: readonly RecordingSummary[];
  readonly next: string | undefined;
}

/** A prompt in force from its offset on. Offsets are milliseconds since the recording's start. */
export interface PromptMark {
  readonly offsetMs: number;
  readonly prompt: string;
  readonly negativePrompt: string;
}

/** Settings that changed. */
export interface SettingsMark {
  readonly offsetMs: number;
  readonly changes: SettingValues;
}

/** Key frames of one kind, in order: each is on the screen from its offset to the next one's. */
export interface FrameTrack {
  readonly numbers: readonly number[];
  readonly offsetsMs: readonly number[];
}

/** Nothing was kept here. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  /** Pictures that found no room. */
  readonly lost: number;
  readonly reason: 'paused' | 'unwritten' | 'trimmed';
}

/** A recording without its pictures. */
export interface Timeline extends RecordingSummary {
  readonly prompts: readonly PromptMark[];
  readonly settings: readonly SettingsMark[];
  readonly outputs: FrameTrack;
  readonly inputs: FrameTrack;
  readonly gaps: readonly Gap[];
  /** How long it plays, and how much of that a film and a GIF cover at most. */
  readonly export: { readonly playedMs: number; readonly maxFilmMs: number; readonly maxGifMs: number };
}

export function readPage(value: unknown): RecordingPage {
  const record = asRecord(value, 'recordings');
  return {
    recordings: optionalArray(record['recordings'], 'recordings').map(readSummary),
    next: stringOr(record, 'next', '') || undefined,
  };
}

function readSummary(value: unknown): RecordingSummary {
  const record = asRecord(value, 'recording');
  return {
    session: string(record, 'session'),
    startedAt: new Date(string(record, 'startedAt')),
    durationMs: number(record, 'durationMs'),
    recording: boolean(record, 'recording'),
    keepsInput: boolean(record, 'keepsInput'),
    frames: integer(record, 'frames', 0),
    bytes: integer(record, 'bytes', 0),
    bundle: string(record, 'bundle'),
    prompt: string(record, 'prompt'),
    thumbnail: stringOr(record, 'thumbnail', '') || undefined,
    repaintOf: stringOr(record, 'repaintOf', '') || undefined,
  };
}

/** @throws MessageFormatError naming the field that does not have the agreed shape */
export function readTimeline(value: unknown): Timeline {
  const record = asRecord(value, 'timeline');
  const exported = asRecord(record['export'], 'export');
  return {
    ...readSummary(value),
    prompts: optionalArray(record['prompts'], 'prompts').map((entry) => {
      const mark = asRecord(entry, 'prompts');
      return {
        offsetMs: number(mark, 'offsetMs'),
        prompt: string(mark, 'prompt'),
        negativePrompt: string(mark, 'negativePrompt'),
      };
    }),
    settings: optionalArray(record['settings'], 'settings').map((entry) => {
      const mark = asRecord(entry, 'settings');
      return { offsetMs: number(mark, 'offsetMs'), changes: scalarRecord(mark['changes'], 'changes') };
    }),
    outputs: readTrack(record['outputs'], 'outputs'),
    inputs: readTrack(record['inputs'], 'inputs'),
    gaps: optionalArray(record['gaps'], 'gaps').map((entry) => {
      const gap = asRecord(entry, 'gaps');
      const reason = string(gap, 'reason');
      return {
        startMs: number(gap, 'startMs'),
        endMs: number(gap, 'endMs'),
        lost: integer(gap, 'lost', 0),
        reason: reason === 'paused' || reason === 'trimmed' ? reason : 'unwritten',
      };
    }),
    export: {
      playedMs: number(exported, 'playedMs'),
      maxFilmMs: number(exported, 'maxFilmMs'),
      maxGifMs: number(exported, 'maxGifMs'),
    },
  };
}

function readTrack(value: unknown, name: string): FrameTrack {
  const record = asRecord(value, name);
  const column = (field: string) =>
    optionalArray(record[field], `${name}.${field}`).map((entry) => number({ [field]: entry }, field));
  return { numbers: column('numbers'), offsetsMs: column('offsetsMs') };
}

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

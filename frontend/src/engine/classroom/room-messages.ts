import * as v from 'valibot';
import { finiteNumber, ifValid, MessageFormatError, read, textOr, wholeNumber } from '../reading';
import { type SettingValues, settingValuesSchema } from '../settings/values';
import { lockFields, type Locks } from './locks';

const cardSchema = v.object({
  /** Participant. */
  id: v.string(),
  /** Number in this lesson. */
  seat: wholeNumber(1),
  /** Empty when none was given. */
  name: textOr(''),
  /** Whether the page is open. */
  present: v.boolean(),
  state: v.pipe(v.string(), v.fallback(v.picklist(['away', 'waiting', 'painting', 'resting']), 'resting')),
  /** In the queue, from 1. */
  place: ifValid(wholeNumber(1)),
  /** Pictures in the last second. */
  fps: finiteNumber,
  prompt: textOr(''),
  mode: textOr(''),
  input: textOr(''),
  /** What a filter found lately. */
  concern: ifValid(v.picklist(['picture', 'words'])),
  /** Raised so many seconds ago. */
  hand: ifValid(wholeNumber(0)),
  blackedOut: v.boolean(),
  watched: v.boolean(),
  /** Seconds for which the student gets more of the engine than others. */
  priority: ifValid(wholeNumber(0)),
});

/** A student whose picture may be shown. */
const shownSchema = v.object({
  seat: wholeNumber(1),
  /** Absent unless names are wanted. */
  name: ifValid(v.string()),
  /** The prompt; absent unless captions are wanted. */
  caption: ifValid(v.string()),
});

const screenOptionsSchema = v.object({
  /** Whose picture is which. */
  names: v.boolean(),
  /** The prompt below a picture. */
  captions: v.boolean(),
  /** Pictures fill their places, which cuts off their edges. */
  filled: v.boolean(),
  /** What a spotlit picture was made from, as an inset. */
  input: v.boolean(),
});

const guestSchema = v.object({
  /** Participant. */
  id: v.string(),
  name: textOr(''),
  standing: v.picklist(['waiting', 'out']),
});

const roomMessageSchema = v.variant('type', [
  /** First message of a connection. */
  v.object({
    type: v.literal('welcome'),
    role: v.picklist(['teacher', 'student', 'projector']),
    classroom: v.string(),
    name: v.string(),
  }),
  /** How the lesson stands; for everybody. */
  v.object({
    type: v.literal('lesson'),
    /** Empty for none. */
    task: v.string(),
    /** Milliseconds until the time is up. */
    timerMs: ifValid(wholeNumber(0)),
    eyesHere: v.boolean(),
    /** Whose picture everybody is to see. */
    spotlight: ifValid(shownSchema),
    /** How projectors show what they show. */
    screen: screenOptionsSchema,
  }),
  /** What of the page students may use; for teachers and students. */
  v.object({ type: v.literal('locks'), ...lockFields }),
  /** How everybody is; for teachers. */
  v.object({ type: v.literal('wall'), students: v.array(cardSchema) }),
  /** Settings of the student who is looked at; for teachers. */
  v.object({ type: v.literal('looked-at'), seat: wholeNumber(1), settings: settingValuesSchema }),
  /** What became of a push; for teachers. */
  v.object({ type: v.literal('pushed'), students: wholeNumber(0), absent: wholeNumber(0) }),
  /** Who waits to be let in, and who is to stay out; for teachers. */
  v.object({ type: v.literal('guests'), guests: v.array(guestSchema) }),
  /** What was handed in has changed; for teachers. */
  v.object({ type: v.literal('works') }),
  /** How many reports there are to decide about; for teachers. */
  v.object({ type: v.literal('reports'), open: wholeNumber(0) }),
  /** What concerns this student alone. */
  v.object({
    type: v.literal('you'),
    hand: v.boolean(),
    watched: v.boolean(),
    blackedOut: v.boolean(),
    spotlit: v.boolean(),
    canUndo: v.boolean(),
  }),
  /** The teacher has changed this student's settings to these. */
  v.object({ type: v.literal('push'), values: settingValuesSchema }),
  /** What a projector shows beside pictures. */
  v.object({
    type: v.literal('screen'),
    title: v.string(),
    /** Absent while the door is closed. */
    joinCode: ifValid(v.string()),
    students: v.array(shownSchema),
  }),
  /** The last message was refused, or the socket is about to close. */
  v.object({ type: v.literal('error'), code: v.string(), detail: v.string() }),
]);

/** Every text message of a classroom's socket. */
export type RoomMessage = Readonly<v.InferOutput<typeof roomMessageSchema>>;

type OfType<T extends RoomMessage['type']> = Extract<RoomMessage, { readonly type: T }>;

/** How a student is. */
export type StudentCard = Readonly<v.InferOutput<typeof cardSchema>>;
/** Somebody who is not in the classroom, but can be let in. */
export type Guest = Readonly<v.InferOutput<typeof guestSchema>>;
/** How the lesson stands. */
export type LessonState = OfType<'lesson'>;
/** What concerns one student alone. */
export type You = OfType<'you'>;
/** How projectors show what they show. */
export type ScreenOptions = Readonly<v.InferOutput<typeof screenOptionsSchema>>;
/** A student whose picture may be shown. */
export type Shown = Readonly<v.InferOutput<typeof shownSchema>>;
/** What a projector shows beside pictures. */
export type Screen = OfType<'screen'>;

/** Every message that a page may send to a classroom. */
export type RoomCommand =
  | { readonly type: 'push'; readonly to?: readonly number[]; readonly values: SettingValues }
  | { readonly type: 'eyes-here'; readonly on: boolean }
  | { readonly type: 'black-out'; readonly student: number; readonly on: boolean }
  | { readonly type: 'spotlight'; readonly student?: number }
  | { readonly type: 'look'; readonly student?: number }
  | { readonly type: 'task'; readonly text: string }
  | { readonly type: 'timer'; readonly seconds: number }
  | ({ readonly type: 'screen' } & ScreenOptions)
  | ({ readonly type: 'lock' } & Locks)
  | { readonly type: 'priority'; readonly student: number; readonly seconds: number }
  | { readonly type: 'lower-hand'; readonly student: number }
  | { readonly type: 'hand'; readonly raised: boolean }
  | { readonly type: 'undo' };

/**
 * Reads a text message of a classroom.
 *
 * @throws MessageFormatError when it is not JSON, of unknown type, or lacks a field.
 */
export function decodeRoomMessage(text: string): RoomMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new MessageFormatError('not JSON', { cause });
  }
  return read(roomMessageSchema, parsed, 'message');
}

import * as v from 'valibot';
import { finiteNumber, listOf, MessageFormatError, read, wholeNumber } from '../reading';
import { settingValuesSchema } from '../settings/values';

/** Reads a {@link PropertyProblem}. */
export const propertyProblemSchema = v.object({ property: v.string(), detail: v.string() });

/** What is wrong with one setting. */
export type PropertyProblem = Readonly<v.InferOutput<typeof propertyProblemSchema>>;

const serverMessageSchema = v.variant('type', [
  /** First message of a connection. */
  v.object({
    type: v.literal('welcome'),
    session: v.string(),
    /** All settings in force. */
    settings: settingValuesSchema,
    /** So many output pictures may be under way without a `shown`. */
    outputWindow: wholeNumber(1),
  }),
  /** The page may send this many more frames. */
  v.object({ type: v.literal('credit'), frames: wholeNumber(1) }),
  /** The session waits to be let in; no credit comes meanwhile. */
  v.object({
    type: v.literal('queue'),
    /** From 1, which is next. */
    position: wholeNumber(1),
    length: wholeNumber(1),
  }),
  /** The session waits no longer; credit follows. */
  v.object({ type: v.literal('admitted') }),
  /** All settings in force after a change from any side. */
  v.object({ type: v.literal('settings'), values: settingValuesSchema }),
  /** Once a second; counts are of that second. */
  v.object({
    type: v.literal('stats'),
    /** Pictures repainted. */
    fps: finiteNumber,
    received: wholeNumber(0),
    /** Replaced by a newer frame while waiting. */
    dropped: wholeNumber(0),
    /** Left out because they hardly differed from the one before. */
    skipped: wholeNumber(0),
    /** Sent without credit. */
    refused: wholeNumber(0),
    /** Frames waiting now. */
    queued: wholeNumber(0),
    /** Milliseconds a frame spends in the engine. */
    engineMs: finiteNumber,
    /** Sessions on this server now. */
    sessions: wholeNumber(0),
  }),
  /** Something the user should know; `history-saved` takes `history-not-saved` back. */
  v.object({ type: v.literal('notice'), code: v.string(), detail: v.string() }),
  /** The last message or frame was refused; the session goes on unless a close follows. */
  v.object({
    type: v.literal('error'),
    code: v.string(),
    detail: v.string(),
    errors: listOf(propertyProblemSchema),
  }),
  /** Answer to a ping. */
  v.object({ type: v.literal('pong'), id: wholeNumber(0) }),
  /** What was understood of an utterance, so far or in the end. */
  v.object({
    type: v.literal('speech'),
    utterance: wholeNumber(0),
    /** Empty where nothing was said. */
    text: v.string(),
    final: v.boolean(),
    /** The speaker, who pauses, sounds as if all was said. */
    finished: v.boolean(),
    /** Code of what was heard; empty where nothing was. */
    language: v.string(),
    /** How sure the words are, 0 to 1. */
    confidence: finiteNumber,
    /** Of the utterance, from its beginning, that the text was made of. */
    samples: wholeNumber(0),
    /** Milliseconds from asking for this text to having it. */
    tookMs: finiteNumber,
  }),
  /** In `human` mode: whether somebody is in the picture; sent at every change and with every connection. */
  v.object({ type: v.literal('person'), present: v.boolean() }),
  /** Whether this session is being recorded; sent at every change and with every connection. */
  v.object({
    type: v.literal('recording'),
    on: v.boolean(),
    /** Key frames a second at most. */
    rate: finiteNumber,
    /** Whether what comes from the camera or the sheet is kept too. */
    input: v.boolean(),
    /** Pictures that could not be kept since the recording began. */
    lost: wholeNumber(0),
    /** Why nothing can be written at the moment; empty when all is well. */
    problem: v.string(),
  }),
]);

/** Every text message the server may send. */
export type ServerMessage = Readonly<v.InferOutput<typeof serverMessageSchema>>;

type OfType<T extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: T }>;

/** The session waits to be let in. */
export type QueuePlace = OfType<'queue'>;
/** Numbers of the last second. */
export type ServerStatistics = OfType<'stats'>;
/** What the server did not accept. */
export type Refusal = OfType<'error'>;
/** What was understood of an utterance. */
export type SpeechText = OfType<'speech'>;
/** Whether and how the session is being recorded. */
export type RecordingState = OfType<'recording'>;

/**
 * Reads a text message of the server.
 *
 * @throws MessageFormatError when it is not JSON, of unknown type, or lacks a field.
 */
export function decodeServerMessage(text: string): ServerMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new MessageFormatError('not JSON', { cause });
  }
  return read(serverMessageSchema, parsed, 'message');
}

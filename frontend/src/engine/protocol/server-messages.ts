import type { SettingValues } from '../settings/schema';
import {
  asRecord,
  boolean,
  integer,
  MessageFormatError,
  number,
  optionalArray,
  scalarRecord,
  string,
} from './reading';

/** First message of a connection. */
export interface Welcome {
  readonly type: 'welcome';
  readonly session: string;
  /** All settings in force. */
  readonly settings: SettingValues;
  /** So many output pictures may be under way without a `shown`. */
  readonly outputWindow: number;
}

/** The page may send this many more frames. */
export interface GrantCredit {
  readonly type: 'credit';
  readonly frames: number;
}

/** The session waits to be let in; no credit comes meanwhile. */
export interface QueuePlace {
  readonly type: 'queue';
  /** From 1, which is next. */
  readonly position: number;
  readonly length: number;
}

/** The session waits no longer; credit follows. */
export interface Admitted {
  readonly type: 'admitted';
}

/** All settings in force after a change from any side. */
export interface SettingsInForce {
  readonly type: 'settings';
  readonly values: SettingValues;
}

/** Once a second; counts are of that second. */
export interface ServerStatistics {
  readonly type: 'stats';
  /** Pictures repainted. */
  readonly fps: number;
  readonly received: number;
  /** Replaced by a newer frame while waiting. */
  readonly dropped: number;
  /** Left out because they hardly differed from the one before. */
  readonly skipped: number;
  /** Sent without credit. */
  readonly refused: number;
  /** Frames waiting now. */
  readonly queued: number;
  /** Milliseconds a frame spends in the engine. */
  readonly engineMs: number;
  /** Sessions on this server now. */
  readonly sessions: number;
}

/** Something the user should know; `history-saved` takes `history-not-saved` back. */
export interface Notice {
  readonly type: 'notice';
  readonly code: string;
  readonly detail: string;
}

/** What is wrong with one setting. */
export interface PropertyProblem {
  readonly property: string;
  readonly detail: string;
}

/** The last message or frame was refused; the session goes on unless a close follows. */
export interface Refusal {
  readonly type: 'error';
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly PropertyProblem[];
}

/** Answer to a ping. */
export interface Pong {
  readonly type: 'pong';
  readonly id: number;
}

/** What was understood of an utterance, so far or in the end. */
export interface SpeechText {
  readonly type: 'speech';
  readonly utterance: number;
  /** Empty where nothing was said. */
  readonly text: string;
  readonly final: boolean;
  /** Code of what was heard; empty where nothing was. */
  readonly language: string;
  /** Milliseconds from asking for this text to having it. */
  readonly tookMs: number;
}

/** Whether this session is being recorded; sent at every change and with every connection. */
export interface RecordingState {
  readonly type: 'recording';
  readonly on: boolean;
  /** Key frames a second at most. */
  readonly rate: number;
  /** Whether what comes from the camera or the sheet is kept too. */
  readonly input: boolean;
  /** Pictures that could not be kept since the recording began. */
  readonly lost: number;
  /** Why nothing can be written at the moment; empty when all is well. */
  readonly problem: string;
}

/** In `human` mode: whether somebody is in the picture; sent at every change and with every connection. */
export interface PersonPresence {
  readonly type: 'person';
  readonly present: boolean;
}

/** Every text message the server may send. */
export type ServerMessage =
  | Welcome
  | GrantCredit
  | QueuePlace
  | Admitted
  | SettingsInForce
  | ServerStatistics
  | Notice
  | Refusal
  | Pong
  | SpeechText
  | RecordingState
  | PersonPresence;

/** Reads `errors` of a refusal or of a problem document; absent means none. */
export function readPropertyProblems(value: unknown): readonly PropertyProblem[] {
  return optionalArray(value, 'errors').map((entry) => {
    const record = asRecord(entry, 'errors');
    return { property: string(record, 'property'), detail: string(record, 'detail') };
  });
}

/**
 * Reads a text message of the server. Unknown fields are ignored, so that a newer server may add some.
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
  const message = asRecord(parsed, 'message');
  const type = string(message, 'type');
  switch (type) {
    case 'welcome':
      return {
        type,
        session: string(message, 'session'),
        settings: scalarRecord(message['settings'], 'settings'),
        outputWindow: integer(message, 'outputWindow', 1),
      };
    case 'credit':
      return { type, frames: integer(message, 'frames', 1) };
    case 'queue':
      return {
        type,
        position: integer(message, 'position', 1),
        length: integer(message, 'length', 1),
      };
    case 'admitted':
      return { type };
    case 'settings':
      return { type, values: scalarRecord(message['values'], 'values') };
    case 'stats':
      return {
        type,
        fps: number(message, 'fps'),
        received: integer(message, 'received', 0),
        dropped: integer(message, 'dropped', 0),
        skipped: integer(message, 'skipped', 0),
        refused: integer(message, 'refused', 0),
        queued: integer(message, 'queued', 0),
        engineMs: number(message, 'engineMs'),
        sessions: integer(message, 'sessions', 0),
      };
    case 'notice':
      return { type, code: string(message, 'code'), detail: string(message, 'detail') };
    case 'error':
      return {
        type,
        code: string(message, 'code'),
        detail: string(message, 'detail'),
        errors: readPropertyProblems(message['errors']),
      };
    case 'pong':
      return { type, id: integer(message, 'id', 0) };
    case 'speech':
      return {
        type,
        utterance: integer(message, 'utterance', 0),
        text: string(message, 'text'),
        final: boolean(message, 'final'),
        language: string(message, 'language'),
        tookMs: number(message, 'tookMs'),
      };
    case 'person':
      return { type, present: boolean(message, 'present') };
    case 'recording':
      return {
        type,
        on: boolean(message, 'on'),
        rate: number(message, 'rate'),
        input: boolean(message, 'input'),
        lost: integer(message, 'lost', 0),
        problem: string(message, 'problem'),
      };
    default:
      throw new MessageFormatError(`unknown type "${type}"`);
  }
}

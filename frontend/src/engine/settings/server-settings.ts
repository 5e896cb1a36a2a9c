import { asRecord, optionalArray, string, stringOr, type UntrustedRecord } from '../protocol/reading';
import { type Control, readControls, readWords } from './schema';

/** The models this server paints with. */
export interface Bundle {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly description: string;
  /** Prompts that work well with it. */
  readonly examples: readonly string[];
}

/** What the models run on. */
export interface Device {
  readonly id: string;
  readonly title: string;
  /** Why it is not the device that was asked for, or empty. */
  readonly fallback: string;
}

/** What may be repainted. */
export interface Mode {
  readonly id: string;
  readonly title: string;
  readonly available: boolean;
  /** Why it is not available, or empty. */
  readonly reason: string;
}

/** What the server refuses to exceed. */
export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxPromptCharacters: number;
}

/** Whether and how this server understands speech. */
export interface SpeechAbility {
  readonly available: boolean;
  /** Why it is not available, or empty. */
  readonly reason: string;
  /** Longest utterance. */
  readonly maxSeconds: number;
  /** Codes of the languages that can be asked for. */
  readonly languages: readonly string[];
  /** Whether it can write in English what is said in another language. */
  readonly translate: boolean;
}

/** What the page configures itself from. */
export interface ServerSettings {
  readonly name: string;
  readonly version: string;
  readonly controls: readonly Control[];
  readonly bundle: Bundle;
  readonly devices: readonly Device[];
  readonly modes: readonly Mode[];
  readonly limits: Limits;
  /** Undefined: the server knows nothing of speech. */
  readonly speech: SpeechAbility | undefined;
}

function defaultOf(properties: UntrustedRecord, name: string, fallback: string): string {
  const property = properties[name];
  return property === undefined ? fallback : stringOr(asRecord(property, name), 'default', fallback);
}

function readBundle(value: unknown): Bundle {
  const record = asRecord(value, 'bundle');
  return {
    id: string(record, 'id'),
    title: stringOr(record, 'title', string(record, 'id')),
    licence: stringOr(record, 'licence', ''),
    description: stringOr(record, 'description', ''),
    examples: readWords(record['examples'], 'bundle.examples'),
  };
}

function readDevice(value: unknown): Device {
  const record = asRecord(value, 'devices');
  const id = string(record, 'id');
  return { id, title: stringOr(record, 'title', id), fallback: stringOr(record, 'fallback', '') };
}

function readMode(value: unknown): Mode {
  const record = asRecord(value, 'modes');
  const id = string(record, 'id');
  return {
    id,
    title: stringOr(record, 'title', id),
    available: record['available'] !== false,
    reason: stringOr(record, 'reason', ''),
  };
}

function readSpeech(value: unknown): SpeechAbility | undefined {
  if (value === undefined) {
    return undefined;
  }
  const record = asRecord(value, 'speech');
  return {
    available: record['available'] === true,
    reason: stringOr(record, 'reason', ''),
    maxSeconds: limit(record, 'maxSeconds', 30),
    languages: readWords(record['languages'], 'speech.languages'),
    translate: record['translate'] === true,
  };
}

function limit(record: UntrustedRecord, field: string, fallback: number): number {
  const value = record[field];
  return typeof value === 'number' && value > 0 ? value : fallback;
}

/**
 * Reads the answer of `GET /api/settings`.
 *
 * @throws MessageFormatError when something the page cannot do without is missing.
 */
export function readServerSettings(answer: unknown): ServerSettings {
  const record = asRecord(answer, 'settings');
  const info = asRecord(asRecord(record['info'], 'info')['properties'] ?? {}, 'info.properties');
  const limits = asRecord(record['limits'] ?? {}, 'limits');
  return {
    name: defaultOf(info, 'name', 'Realtime SpeakDraw'),
    version: defaultOf(info, 'version', ''),
    controls: readControls(record['input_params']),
    bundle: readBundle(record['bundle']),
    devices: optionalArray(record['devices'], 'devices').map(readDevice),
    modes: optionalArray(record['modes'], 'modes').map(readMode),
    limits: {
      maxFrameBytes: limit(limits, 'maxFrameBytes', 4194304),
      maxPromptCharacters: limit(limits, 'maxPromptCharacters', 2000),
    },
    speech: readSpeech(record['speech']),
  };
}

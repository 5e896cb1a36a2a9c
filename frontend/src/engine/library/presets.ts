import {
  asRecord,
  boolean,
  integer,
  optionalArray,
  scalarRecord,
  string,
  stringOr,
} from '../protocol/reading';
import type { SettingValues } from '../settings/schema';

/** Who sees a preset besides its owner. */
export type Visibility = 'mine' | 'classroom' | 'everyone';

/** What its owner decides. */
export interface PresetContent {
  readonly name: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Without the prompts. */
  readonly settings: SettingValues;
  readonly tags: readonly string[];
  readonly visibility: Visibility;
}

/** A preset as this browser's owner sees it. */
export interface Preset extends PresetContent {
  readonly id: string;
  /** Address of its picture, or empty. */
  readonly thumbnail: string;
  readonly own: boolean;
  /** May be deleted, or by a teacher be taken out of the classroom. */
  readonly removable: boolean;
  readonly favourite: boolean;
  /** How many people's favourite it is. */
  readonly favourites: number;
  readonly uses: number;
}

/** What of the gallery is wanted. */
export interface PresetQuery {
  readonly words: string;
  /** Empty for any. */
  readonly tag: string;
  readonly scope: 'all' | 'mine' | 'classroom' | 'favourites';
  readonly sort: 'new' | 'used' | 'favourites' | 'name';
}

/** Part of a list that may be long. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Gives the page after; empty at the end. */
  readonly next: string;
  /** Nothing had the words; these are similar. */
  readonly similar: boolean;
}

/** Reads a page whose items stand under `field`. */
export function readPage<T>(value: unknown, field: string, read: (item: unknown) => T): Page<T> {
  const record = asRecord(value, 'page');
  return {
    items: optionalArray(record[field], field).map(read),
    next: stringOr(record, 'next', ''),
    similar: boolean(record, 'similar'),
  };
}

export function readPreset(value: unknown): Preset {
  const record = asRecord(value, 'preset');
  return {
    id: string(record, 'id'),
    name: string(record, 'name'),
    prompt: string(record, 'prompt'),
    negativePrompt: string(record, 'negativePrompt'),
    settings: scalarRecord(record['settings'], 'settings'),
    tags: optionalArray(record['tags'], 'tags').map(String),
    visibility: readVisibility(string(record, 'visibility')),
    thumbnail: stringOr(record, 'thumbnail', ''),
    own: boolean(record, 'own'),
    removable: boolean(record, 'removable'),
    favourite: boolean(record, 'favourite'),
    favourites: integer(record, 'favourites', 0),
    uses: integer(record, 'uses', 0),
  };
}

function readVisibility(text: string): Visibility {
  return text === 'classroom' || text === 'everyone' ? text : 'mine';
}

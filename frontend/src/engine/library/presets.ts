import * as v from 'valibot';
import { asStrings, booleanOr, listOf, oneOf, textOr, wholeNumber } from '../reading';
import { settingValuesSchema } from '../settings/values';
import { pageFields } from './page';

/** What its owner decides. */
const content = {
  name: v.string(),
  prompt: v.string(),
  negativePrompt: v.string(),
  /** Without the prompts. */
  settings: settingValuesSchema,
  tags: asStrings,
  /** Who sees it besides its owner. */
  visibility: oneOf(['mine', 'classroom', 'everyone'], 'mine'),
};

/** Reads a {@link Preset}. */
export const presetSchema = v.object({
  ...content,
  id: v.string(),
  /** Address of its picture, or empty. */
  thumbnail: textOr(''),
  /** It is for everyone, but an administrator has not approved it yet. */
  waiting: v.optional(booleanOr(false), false),
  /** Name of a built-in one, or empty. */
  slug: v.optional(textOr(''), ''),
  own: v.boolean(),
  /** May be deleted, or by a teacher be taken out of the classroom. */
  removable: v.boolean(),
  favourite: v.boolean(),
  /** How many people's favourite it is. */
  favourites: wholeNumber(0),
  uses: wholeNumber(0),
});

/** Reads the answer to saving: the preset, and what had to be left out of it. */
export const savedPresetSchema = v.object({ ...presetSchema.entries, notes: asStrings });

/** Reads a page of presets. */
export const presetPageSchema = v.pipe(
  v.object({ ...pageFields, presets: listOf(presetSchema) }),
  v.transform(({ presets, ...page }) => ({ ...page, items: presets })),
);

/** Reads all tags that are in use. */
export const presetTagsSchema = v.object({ tags: asStrings });

/** Reads what became of an import: how many presets came, and what had to be left out. */
export const importedSchema = v.pipe(
  v.object({ imported: wholeNumber(0), notes: asStrings }),
  v.transform(({ imported: count, notes }) => ({ count, notes })),
);

/** A preset as this browser's owner sees it. */
export type Preset = Readonly<v.InferOutput<typeof presetSchema>>;

/** What its owner decides about a preset. */
export type PresetContent = Pick<Preset, keyof typeof content>;

/** Who sees a preset besides its owner. */
export type Visibility = Preset['visibility'];

/** What of the gallery is wanted. */
export interface PresetQuery {
  /** What is looked for; empty for anything. */
  readonly search: string;
  /** Built-in presets that are found besides: those that the page calls so in its language. */
  readonly slugs: readonly string[];
  /** Empty for any. */
  readonly tag: string;
  readonly scope: 'all' | 'mine' | 'classroom' | 'favourites';
  readonly sort: 'new' | 'used' | 'favourites' | 'name';
}

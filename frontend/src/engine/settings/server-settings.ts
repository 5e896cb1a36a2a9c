import * as v from 'valibot';
import { BADGE_CORNERS } from '../output/ai-mark';
import { booleanOr, fields, ifValid, listOf, oneOf, positiveOr, read, strings, textOr } from '../reading';
import { controlsSchema } from './schema';

/** An id, and a title for people; without one the id is the title. */
const named = { id: v.string(), title: ifValid(v.string()) };

function titled<T extends { readonly id: string; readonly title?: string | undefined }>(
  value: T,
): T & { readonly title: string } {
  return { ...value, title: value.title ?? value.id };
}

/** What a control looks at, and whether it is found in any picture; else a picture has to show it already. */
const controlLookSchema = v.object({ kind: v.string(), found: booleanOr(true) });

const bundleSchema = v.pipe(
  v.object({
    ...named,
    licence: textOr(''),
    description: textOr(''),
    /** Prompts that work well with it. */
    examples: strings,
    /** What counts in the picture that comes in; undefined: the model has no control. */
    control: ifValid(controlLookSchema),
  }),
  v.transform(titled),
);

const deviceSchema = v.pipe(
  v.object({
    ...named,
    /** Why it is not the device that was asked for, or empty. */
    fallback: textOr(''),
  }),
  v.transform(titled),
);

const modeSchema = v.pipe(
  v.object({
    ...named,
    available: booleanOr(true),
    /** Why it is not available, or empty. */
    reason: textOr(''),
  }),
  v.transform(titled),
);

const limitsSchema = fields({
  maxFrameBytes: positiveOr(4194304),
  maxPromptCharacters: positiveOr(2000),
});

const speechSchema = fields({
  available: booleanOr(false),
  /** Why it is not available, or empty. */
  reason: textOr(''),
  /** Longest utterance. */
  maxSeconds: positiveOr(30),
  /** Codes of the languages that can be asked for. */
  languages: strings,
  /** Whether it can write in English what is said in another language. */
  translate: booleanOr(false),
});

/** Absent or null counts as an object without fields. */
const orEmpty = <S extends v.GenericSchema>(schema: S) => v.pipe(v.nullish(v.unknown(), {}), schema);

const defaultOr = (otherwise: string) =>
  v.pipe(v.optional(v.unknown(), {}), fields({ default: textOr(otherwise) }));

const serverSettingsSchema = v.pipe(
  v.object({
    info: fields({
      properties: orEmpty(fields({ name: defaultOr('Realtime SpeakDraw'), version: defaultOr('') })),
    }),
    input_params: controlsSchema,
    bundle: bundleSchema,
    devices: listOf(deviceSchema),
    modes: listOf(modeSchema),
    limits: orEmpty(limitsSchema),
    /** Undefined: the server knows nothing of speech. */
    speech: v.optional(speechSchema),
    /** Corner in which saved pictures show that AI made them. */
    aiBadge: v.optional(oneOf(BADGE_CORNERS, 'bottom-right'), 'bottom-right'),
    /** Whether people can sign in with accounts of their school. */
    signIn: booleanOr(false),
  }),
  v.transform(({ info, input_params, ...rest }) => ({
    ...rest,
    name: info.properties.name.default,
    version: info.properties.version.default,
    controls: input_params,
  })),
);

/** What may be repainted. */
export type Mode = Readonly<v.InferOutput<typeof modeSchema>>;

/** What a model's control looks at. */
export type ControlLook = Readonly<v.InferOutput<typeof controlLookSchema>>;

/** Whether and how this server understands speech. */
export type SpeechAbility = Readonly<v.InferOutput<typeof speechSchema>>;

/** What the page configures itself from. */
export type ServerSettings = Readonly<v.InferOutput<typeof serverSettingsSchema>>;

/**
 * Reads the answer of `GET /api/settings`.
 *
 * @throws MessageFormatError when something the page cannot do without is missing.
 */
export function readServerSettings(answer: unknown): ServerSettings {
  return read(serverSettingsSchema, answer, 'settings');
}

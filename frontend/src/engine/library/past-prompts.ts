import * as v from 'valibot';
import { listOf, moment, textOr, wholeNumber } from '../reading';
import { pageFields } from './page';

const pastPromptSchema = v.object({
  id: wholeNumber(0),
  at: moment,
  source: v.picklist(['typed', 'spoken', 'preset', 'teacher']),
  /** Its code, or empty. */
  language: textOr(''),
  session: v.string(),
  prompt: v.string(),
});

/** A prompt that was given before. */
export type PastPrompt = Readonly<v.InferOutput<typeof pastPromptSchema>>;

/** Reads a page of {@link PastPrompt}. */
export const promptPageSchema = v.pipe(
  v.object({ ...pageFields, prompts: listOf(pastPromptSchema) }),
  v.transform(({ prompts, ...page }) => ({ ...page, items: prompts })),
);

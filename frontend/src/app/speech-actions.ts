import type { Heard } from '../engine/speech/speech-line';
import { interpret } from '../engine/speech/spoken-commands';
import type { Feedback } from '../features/speech/feedback';
import type { Studio } from './studio.svelte';

/** How far "more" and "less" go. */
const STRENGTH_STEP = 0.1;

/** What only the app can do. */
export interface AppActions {
  /** Clears the drawing; false where there is none. */
  clear(): boolean;
  /** Saves prompt and settings as a preset; rejects with a message for people. Undefined: this server keeps none. */
  readonly save: ((name: string) => Promise<void>) | undefined;
}

function chooseMode(studio: Studio, id: 'human' | 'full'): Feedback {
  const mode = studio.server?.modes.find((each) => each.id === id);
  if (!mode?.available) {
    return { text: mode?.reason || 'Only the whole picture can be repainted here.' };
  }
  studio.change('mode', id);
  return { text: id === 'human' ? 'Only you' : 'Everything' };
}

function changeStrength(studio: Studio, direction: 1 | -1): Feedback {
  const control = studio.controls.find(({ name }) => name === 'strength');
  const now = studio.values['strength'];
  if (control?.kind !== 'range' || typeof now !== 'number') {
    return { text: 'The strength cannot be changed here.' };
  }
  const wish = Math.round((now + direction * STRENGTH_STEP) * 100) / 100;
  const next = Math.min(control.max, Math.max(control.min, wish));
  if (next === now) {
    return { text: `Strength is already at its ${direction > 0 ? 'highest' : 'lowest'}, ${now}` };
  }
  studio.change('strength', next);
  return { text: `Strength ${next}` };
}

function freeze(studio: Studio, on: boolean): Feedback {
  studio.change('freeze', on);
  return { text: on ? 'Frozen' : 'Unfrozen' };
}

async function save(name: string, actions: AppActions): Promise<Feedback> {
  if (!actions.save) {
    return { text: 'This server does not save presets' };
  }
  try {
    await actions.save(name);
    return { text: `Saved as “${name}”` };
  } catch (error) {
    return { text: error instanceof Error ? error.message : 'It could not be saved' };
  }
}

function again(text: string | undefined, nothing: string): Feedback {
  return { text: text === undefined ? nothing : `Back to “${text}”` };
}

/** Does what was said; what comes back tells that it was done, or why not. Undefined: there is nothing to tell. */
export async function runSpokenCommand(
  { text, language }: Heard,
  studio: Studio,
  actions: AppActions,
): Promise<Feedback | undefined> {
  const intent = interpret(text, studio.prompt);
  switch (intent.kind) {
    case 'prompt':
      studio.say(intent.text, 'spoken', language);
      return { text: `Prompt: ${intent.text}`, unseen: true };
    case 'mode':
      return chooseMode(studio, intent.mode);
    case 'strength':
      return changeStrength(studio, intent.direction);
    case 'undo':
      return again(studio.undoPrompt('spoken'), 'There is no earlier prompt');
    case 'redo':
      return again(studio.redoPrompt('spoken'), 'There is nothing to redo');
    case 'freeze':
      return freeze(studio, intent.on);
    case 'save':
      return save(intent.name, actions);
    case 'clear':
      return { text: actions.clear() ? 'Drawing cleared' : 'There is no drawing to clear' };
    case 'incomplete':
      return { text: `Try saying “${intent.example}”` };
    case 'nothing':
      return undefined;
  }
}

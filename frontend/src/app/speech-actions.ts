import type { Heard } from '../engine/speech/speech-line';
import { interpret } from '../engine/speech/spoken-commands';
import type { Feedback } from '../features/speech/feedback';
import type { Studio } from './studio.svelte';
import { errorText } from '../i18n/error-text';
import { formatNumber } from '../i18n/formats';
import { t } from '../i18n/texts.svelte';

/** How far "more" and "less" go. */
const STRENGTH_STEP = 0.1;
/** Deeds that can be taken back. */
const MOST = 50;

/** What only the app can do. */
export interface AppActions {
  /** Clears the drawing and returns what takes that back; undefined where there is no drawing. */
  clear(): (() => void) | undefined;
  /** Saves prompt and settings as a preset; rejects with a message for people. Undefined: this server keeps none. */
  readonly save: ((name: string) => Promise<void>) | undefined;
}

/** Something that was done because it was said. */
interface Deed {
  /** Milliseconds of `Date.now()`. */
  readonly at: number;
  takeBack(): Feedback;
}

/** Does what is said, and takes it back. */
export class SpokenActions {
  #deeds: Deed[] = [];
  /** Of the last text; undefined where it changed nothing that can be taken back. */
  #latest: Deed | undefined;

  constructor(
    private readonly studio: Studio,
    private readonly actions: AppActions,
  ) {}

  /** What comes back tells what was done, or why nothing was. Undefined: there is nothing to tell. */
  async run({ text, language, longer }: Heard): Promise<Feedback | undefined> {
    if (longer && this.#latest && this.#deeds.at(-1) === this.#latest) {
      this.#deeds.pop();
      this.#latest.takeBack();
    }
    this.#latest = undefined;
    const intent = interpret(text, this.studio.prompt);
    switch (intent.kind) {
      case 'prompt':
        return this.#say(intent.text, language);
      case 'mode':
        return this.#chooseMode(intent.mode);
      case 'strength':
        return this.#changeStrength(intent.direction);
      case 'undo':
        return this.#undo();
      case 'redo':
        return again(this.studio.redoPrompt('spoken'), t('spoken.nothingToRedo'));
      case 'freeze':
        return this.#set('freeze', intent.on, intent.on ? t('spoken.frozen') : t('spoken.unfrozen'));
      case 'save':
        return this.#save(intent.name);
      case 'clear':
        return this.#clear();
      case 'incomplete':
        return { text: t('spoken.try', { example: intent.example }) };
      case 'nothing':
        return undefined;
    }
  }

  #say(text: string, language: string): Feedback {
    const before = this.studio.prompt;
    this.studio.say(text, 'spoken', language);
    if (before !== '' && before !== text) {
      this.#remember(() => again(this.studio.undoPrompt('spoken'), t('spoken.noEarlier')));
    }
    return { text: t('spoken.prompt', { text }), unseen: true };
  }

  #chooseMode(id: 'human' | 'full'): Feedback {
    const mode = this.studio.server?.modes.find((each) => each.id === id);
    if (!mode?.available) {
      return { text: t('spoken.onlyWhole') };
    }
    return this.#set('mode', id, id === 'human' ? t('spoken.onlyYou') : t('spoken.everything'));
  }

  #changeStrength(direction: 1 | -1): Feedback {
    const control = this.studio.controls.find(({ name }) => name === 'strength');
    const now = this.studio.values['strength'];
    if (control?.kind !== 'range' || typeof now !== 'number') {
      return { text: t('spoken.strengthFixed') };
    }
    const wish = Math.round((now + direction * STRENGTH_STEP) * 100) / 100;
    const next = Math.min(control.max, Math.max(control.min, wish));
    if (next === now) {
      const value = formatNumber(now);
      return { text: t(direction > 0 ? 'spoken.strengthHighest' : 'spoken.strengthLowest', { value }) };
    }
    return this.#set('strength', next, t('spoken.strength', { value: formatNumber(next) }));
  }

  /** The last thing that was said, or typed into the prompt since. */
  #undo(): Feedback {
    const last = this.#deeds.at(-1);
    if (last && last.at >= this.studio.promptChangedAt) {
      this.#deeds.pop();
      return last.takeBack();
    }
    return again(this.studio.undoPrompt('spoken'), t('spoken.noEarlier'));
  }

  #clear(): Feedback {
    const bringBack = this.actions.clear();
    if (!bringBack) {
      return { text: t('spoken.noDrawing') };
    }
    this.#remember(() => {
      bringBack();
      return { text: t('spoken.drawingBack') };
    });
    return { text: t('spoken.cleared') };
  }

  async #save(name: string): Promise<Feedback> {
    if (!this.actions.save) {
      return { text: t('spoken.noPresets') };
    }
    try {
      await this.actions.save(name);
      return { text: t('spoken.saved', { name }) };
    } catch (error) {
      return { text: errorText(error) };
    }
  }

  #set(name: 'mode' | 'strength' | 'freeze', value: string | number | boolean, done: string): Feedback {
    const before = this.studio.values[name];
    this.studio.set(name, value);
    if (before !== undefined && before !== value) {
      this.#remember(() => {
        this.studio.set(name, before);
        return { text: t('spoken.takenBack') };
      });
    }
    return { text: done };
  }

  #remember(takeBack: () => Feedback): void {
    this.#latest = { at: Date.now(), takeBack };
    this.#deeds = [...this.#deeds, this.#latest].slice(-MOST);
  }
}

function again(prompt: string | undefined, nothing: string): Feedback {
  return { text: prompt === undefined ? nothing : t('spoken.backTo', { prompt }) };
}

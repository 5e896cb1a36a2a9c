import { readingOf } from '../engine/speech/doubt';
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
  /**
   * Saves prompt and settings as a preset and returns what deletes it again; both reject with a message for people.
   * Undefined: this server keeps none.
   */
  readonly save: ((name: string) => Promise<() => Promise<void>>) | undefined;
}

/** Something that was done because it was said. */
interface Deed {
  /** Milliseconds of `Date.now()`. */
  readonly at: number;
  takeBack(): Feedback | Promise<Feedback>;
}

/** What came of something that was said. */
export interface Outcome {
  /** What was done, or why nothing was. Undefined: there is nothing to tell. */
  readonly feedback?: Feedback | undefined;
  /** Nothing was done: only the speaker knows which of these was said. */
  readonly question?: readonly string[];
}

/** Does what is said, and takes it back. */
export class SpokenActions {
  #asked: { readonly texts: readonly string[]; readonly language: string } | undefined;
  #deeds: Deed[] = [];
  /** Of the last text; undefined where it changed nothing that can be taken back. */
  #latest: Deed | undefined;

  constructor(
    private readonly studio: Studio,
    private readonly actions: AppActions,
  ) {}

  /** Does what was said, or asks, or takes the answer. */
  async run(heard: Heard): Promise<Outcome> {
    if (heard.longer && this.#latest && this.#deeds.at(-1) === this.#latest) {
      this.#deeds.pop();
      await this.#latest.takeBack();
    }
    this.#latest = undefined;
    const { vocabulary } = this.studio;
    const reading = readingOf(heard, (text) => vocabulary.canBePainted(text));
    if (reading.kind === 'doubtful') {
      this.#asked = { texts: reading.texts, language: heard.language };
      return { question: reading.texts };
    }
    const asked = this.#asked;
    this.#asked = undefined;
    const intent = interpret(reading.text, heard.language, this.studio.prompt);
    if (intent.kind === 'answer') {
      const taken = intent.yes ? asked?.texts[0] : undefined;
      return taken === undefined ? {} : { feedback: await this.do(taken, asked?.language ?? '') };
    }
    return { feedback: await this.do(reading.text, heard.language) };
  }

  /** The question that {@link run} asked last is not to be answered any more. */
  forget(): void {
    this.#asked = undefined;
  }

  /**
   * Does what a text asks for, however sure it is that it was said.
   *
   * @param language code of the text; empty where nobody knows
   */
  async do(text: string, language: string): Promise<Feedback | undefined> {
    this.#asked = undefined;
    const intent = interpret(text, language, this.studio.prompt);
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
        return this.#redo();
      case 'freeze':
        return this.#set('freeze', intent.on, intent.on ? t('spoken.frozen') : t('spoken.unfrozen'));
      case 'save':
        return this.#save(intent.name);
      case 'clear':
        return this.#clear();
      case 'incomplete':
        return { text: t('spoken.try', { example: intent.example }) };
      case 'answer':
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
    const mode = this.studio.modes.find((each) => each.id === id);
    if (!mode?.available) {
      const locked = this.studio.server?.modes.some((each) => each.id === id && each.available);
      return { text: locked === true ? t('inClass.locked') : t('spoken.onlyWhole') };
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
  async #undo(): Promise<Feedback> {
    const last = this.#deeds.at(-1);
    if (last && last.at >= this.studio.promptChangedAt) {
      this.#deeds.pop();
      return last.takeBack();
    }
    return again(this.studio.undoPrompt('spoken'), t('spoken.noEarlier'));
  }

  #redo(): Feedback {
    const text = this.studio.redoPrompt('spoken');
    if (text !== undefined) {
      this.#remember(() => again(this.studio.undoPrompt('spoken'), t('spoken.noEarlier')));
    }
    return again(text, t('spoken.nothingToRedo'));
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
      const remove = await this.actions.save(name);
      this.#remember(async () => {
        try {
          await remove();
          return { text: t('spoken.unsaved', { name }) };
        } catch (error) {
          return { text: errorText(error) };
        }
      });
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

  #remember(takeBack: Deed['takeBack']): void {
    this.#latest = { at: Date.now(), takeBack };
    this.#deeds = [...this.#deeds, this.#latest].slice(-MOST);
  }
}

function again(prompt: string | undefined, nothing: string): Feedback {
  return { text: prompt === undefined ? nothing : t('spoken.backTo', { prompt }) };
}

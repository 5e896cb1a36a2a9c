import { Dictation, type DictationPhase, type DictationProblem } from '../engine/speech/dictation';
import { Microphone } from '../engine/speech/microphone';
import { expectedIn, isDone, isWholeCommand } from '../engine/speech/spoken-commands';
import { keepPreferences, readPreferences, type SpeechPreferences } from '../features/speech/preferences';
import { hintOf } from '../features/speech/speech-messages';
import type { Feedback } from '../features/speech/feedback';
import { type AppActions, SpokenActions } from './speech-actions';
import type { Studio } from './studio.svelte';
import { language, fromServer, t } from '../i18n/texts.svelte';

/** What is over when the next sentence is understood. */
const PASSING: ReadonlySet<DictationProblem['kind']> = new Set([
  'offline',
  'no-answer',
  'nothing-heard',
  'foreign',
  'refused',
]);

/** Words from which on a language is hardly mistaken. */
const WORDS_TO_TELL = 4;

/** What the page shows of speech, as state. Sound and its level do not pass through here. */
export class Talk {
  phase = $state.raw<DictationPhase>('idle');
  partial = $state('');
  handsFree = $state(false);
  muted = $state(false);
  problem = $state.raw<DictationProblem>();
  /** What the last sentence did. */
  feedback = $state.raw<Feedback>();
  /** What the last sentence may have been, where only the speaker knows. */
  question = $state.raw<readonly string[]>([]);
  preferences = $state.raw(readPreferences());

  readonly ability = $derived.by(() => this.studio.server?.speech);
  /** Why nobody can speak here, or empty. */
  readonly obstacle = $derived(
    this.ability?.available === false
      ? fromServer('problems.speech-unavailable', this.ability.reason || t('speech.unavailable'))
      : '',
  );
  /** Stands in the place of the prompt while somebody speaks. */
  readonly hint = $derived(hintOf(this.phase, this.partial, this.handsFree));

  readonly #dictation: Dictation;
  readonly #spoken: SpokenActions;
  /** Of the last text. */
  #heardLanguage = '';
  /** Of the last text that was long enough to tell. */
  #spokenLanguage = '';

  constructor(
    private readonly studio: Studio,
    actions: AppActions,
  ) {
    this.#spoken = new SpokenActions(studio, actions);
    const { session } = studio;
    this.#dictation = new Dictation(
      {
        wire: session,
        openMicrophone: (id, listener, signal) => Microphone.open(id, listener, signal),
        openDetector: async (onEvent) =>
          (await import('../engine/speech/silero-detector')).openSileroDetector(onEvent),
      },
      () => ({
        language: this.#language(),
        likely: this.#likely(),
        phrases: expectedIn(this.#language() === 'auto' ? this.#likely() : this.#language()),
        task: this.preferences.translate && this.ability?.translate ? 'translate' : 'transcribe',
        maxSeconds: this.ability?.maxSeconds ?? 30,
        microphone: this.preferences.microphone || undefined,
        isWhole: isWholeCommand,
        isDone,
      }),
    );
    this.#listen();
    session.messages.add((message) => {
      this.#dictation.line.receive(message);
    });
    session.states.add(({ kind }) => {
      if (kind !== 'live') {
        this.#dictation.line.connectionLost();
      }
    });
  }

  /** Loudness of the microphone, 0 to 1. */
  get levels() {
    return this.#dictation.levels;
  }

  async press(): Promise<void> {
    this.problem = undefined;
    await this.#dictation.press();
  }

  release(): void {
    this.#dictation.release();
  }

  /** Forgets what is being said. */
  cancel(): void {
    this.#dictation.cancel();
  }

  async setHandsFree(on: boolean): Promise<void> {
    this.problem = undefined;
    this.handsFree = on;
    await this.#dictation.setHandsFree(on);
    this.handsFree = this.#dictation.handsFree;
  }

  prefer(preferences: SpeechPreferences): void {
    const other = preferences.microphone !== this.preferences.microphone;
    this.preferences = preferences;
    keepPreferences(preferences);
    if (other) {
      void this.#dictation.changeMicrophone();
    }
  }

  /** The speaker has chosen one of {@link question}; undefined: none of it was said. */
  answer(text: string | undefined): void {
    this.question = [];
    this.#spoken.forget();
    if (text !== undefined) {
      void this.#spoken.do(text, this.#heardLanguage).then((feedback) => {
        this.feedback = feedback;
      });
    }
  }

  /** Lets go of the microphone. */
  close(): void {
    this.#dictation.close();
  }

  #listen(): void {
    const dictation = this.#dictation;
    dictation.phases.add((phase) => {
      this.phase = phase;
      this.handsFree = dictation.handsFree;
    });
    dictation.mutes.add((muted) => {
      this.muted = muted;
    });
    dictation.problems.add((problem) => {
      this.problem = problem;
    });
    dictation.line.partials.add((text) => {
      this.partial = text;
    });
    dictation.line.texts.add((heard) => {
      if (this.problem && PASSING.has(this.problem.kind)) {
        this.problem = undefined;
      }
      this.#heardLanguage = heard.language;
      if (heard.text.split(/\s+/).length >= WORDS_TO_TELL) {
        this.#spokenLanguage = heard.language;
      }
      void this.#spoken.run(heard).then(({ feedback, question }) => {
        this.feedback = feedback;
        this.question = question ?? [];
      });
    });
  }

  /** What was heard last, or what the page is in. */
  #likely(): string {
    return this.#spokenLanguage || language();
  }

  /** A language that was remembered from another server may not be there. */
  #language(): string {
    const { language } = this.preferences;
    return this.ability?.languages.includes(language) ? language : 'auto';
  }
}

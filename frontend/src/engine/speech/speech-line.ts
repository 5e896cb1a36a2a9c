import { Listeners } from '../listeners';
import type { Refusal, ServerMessage, SpeechText } from '../protocol/server-messages';
import { SAMPLE_RATE } from './sound';
import { type Hearing, type SpeechWire, Utterance } from './utterance';

/** How long the final text may take. */
const ANSWER_WITHIN_MS = 20_000;
/** Who goes on needs at least so much room, in seconds, before the longest that the server takes. */
const ROOM_TO_GO_ON = 3;

/** What kept an utterance from becoming text. */
export type LineProblem =
  /** No connection, or it broke while somebody spoke. */
  | { readonly kind: 'offline' }
  /** The final text did not come. */
  | { readonly kind: 'no-answer' }
  /** The utterance was cut at the longest that the server takes; its text still comes. */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'nothing-heard' }
  /** Something was said in a language, named by its code, that the server expects nobody to speak. */
  | { readonly kind: 'foreign'; readonly language: string }
  /** The server refused: `speech-busy` and others. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** What was understood in the end. */
export interface Heard extends Pick<SpeechText, 'text' | 'language' | 'confidence' | 'tookMs'> {
  /** It takes the place of the text before, after which the speaker had not finished. */
  readonly longer: boolean;
}

/** How to understand what comes next. */
export interface LineOptions extends Hearing {
  /** Longest utterance that the server takes. */
  readonly maxSeconds: number;
  /** Whether a text needs nothing behind it, however it sounds. */
  isWhole?(text: string): boolean;
  /** Whether what is said after a text is never a part of it. */
  isDone?(text: string): boolean;
}

/** Speech that began while the text of the one before is still awaited: kept here, at most for `maxSeconds`. */
interface Held {
  readonly frames: Float32Array[];
  readonly goesOn: boolean;
  ended: boolean;
}

/** Utterances on their way to the server and texts on their way back. One utterance is on the wire at a time. */
export class SpeechLine {
  /** What was understood so far; empty at the beginning and at the end of an utterance. */
  readonly partials = new Listeners<string>();
  /** Final texts, never empty. */
  readonly texts = new Listeners<Heard>();
  readonly problems = new Listeners<LineProblem>();
  /** Whoever pauses sounds as if all was said. */
  readonly finishes = new Listeners<undefined>();
  /** {@link speaking} or {@link awaiting} may have changed. */
  readonly changes = new Listeners<undefined>();

  #open: Utterance | undefined;
  #awaited: Utterance | undefined;
  #held: Held | undefined;
  /** The last text that was not final. */
  #latest: SpeechText | undefined;
  /** What was understood last, perhaps nothing; undefined from the end of an utterance until its text is there. */
  #former: { readonly utterance: Utterance; readonly text: string } | undefined;
  #number = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** @param options read at the beginning of every utterance */
  constructor(
    private readonly wire: SpeechWire,
    private readonly options: () => LineOptions,
  ) {}

  /** Between {@link begin} and {@link end}. */
  get speaking(): boolean {
    return this.#open !== undefined || this.#held?.ended === false;
  }

  /** A final text is to come. */
  get awaiting(): boolean {
    return this.#awaited !== undefined;
  }

  /** @param before what was said already, oldest first */
  begin(before: readonly Float32Array[]): void {
    if (this.#awaited) {
      this.#hold(before, false);
    } else {
      this.#begin(before, false);
    }
  }

  /**
   * Who seemed to have finished goes on: the utterance before is said again, and what follows with it. Something new
   * begins where that was done, or where both together are too long.
   *
   * @param before what was said since, oldest first
   */
  goOn(before: readonly Float32Array[]): void {
    if (this.#awaited) {
      // Its text says whether it was done.
      this.#hold(before, true);
      return;
    }
    const options = this.options();
    const former = this.#former?.utterance;
    const all = [...(former?.frames ?? []), ...before];
    const samples = all.reduce((sum, frame) => sum + frame.length, 0);
    const room = samples <= (options.maxSeconds - ROOM_TO_GO_ON) * SAMPLE_RATE;
    if (this.#former && room && !options.isDone?.(this.#former.text)) {
      this.#begin(all, this.#former.text !== '' || this.#former.utterance.longer);
    } else {
      // Its first sound may have come at the end of the pause.
      this.#begin([...(former?.leftOut ?? []), ...before], false);
    }
  }

  #hold(before: readonly Float32Array[], goesOn: boolean): void {
    this.#held = { frames: [...before], goesOn, ended: false };
    this.changes.emit(undefined);
  }

  #begin(before: readonly Float32Array[], longer: boolean): void {
    this.#number += 1;
    const utterance = new Utterance(this.#number, longer, this.wire);
    if (!utterance.start(this.options()) || !before.every((frame) => utterance.add(frame))) {
      this.#fail({ kind: 'offline' });
      return;
    }
    this.#open = utterance;
    this.partials.emit('');
    this.changes.emit(undefined);
  }

  /** The next piece of what is being said. */
  add(frame: Float32Array): void {
    const most = this.options().maxSeconds * SAMPLE_RATE;
    if (this.#held) {
      this.#held.frames.push(frame);
      this.#held.ended ||= (this.#held.frames.length + 1) * frame.length > most;
    } else if (this.#open) {
      if (this.#open.samples + frame.length > most) {
        this.#cut();
      } else if (!this.#open.add(frame)) {
        this.#fail({ kind: 'offline' });
      }
    }
  }

  /** All is said but for a last syllable perhaps: has the text prepared. */
  prepare(): void {
    if (!this.#held) {
      this.#open?.prepare();
    }
  }

  /** Nothing is said for a moment: has the text prepared in case that is the end. */
  breathe(): void {
    if (!this.#held) {
      this.#open?.breathe();
    }
  }

  /** The silence after {@link breathe} goes on, which may be the end. */
  pause(): void {
    if (this.#open && !this.#held) {
      this.#open.pausing = true;
      this.#considerFinish(this.#open);
    }
  }

  /** The voice is there again after {@link breathe}. */
  resume(): void {
    this.#open?.resume();
  }

  /** All is said: the text is wanted. */
  end(): void {
    if (this.#held) {
      this.#held.ended = true;
    } else if (this.#open) {
      this.#await(this.#open);
    }
    this.changes.emit(undefined);
  }

  /** What is being said was nothing; a text that is awaited still comes. */
  retract(): void {
    if (this.#held) {
      this.#held = undefined;
      this.changes.emit(undefined);
    } else if (this.#open) {
      this.#open.cancel();
      this.#next();
    }
  }

  /** Nothing of it is wanted: neither what is being said nor what is being understood. */
  cancel(): void {
    this.#held = undefined;
    this.#former = undefined;
    this.#open?.cancel();
    this.#awaited?.cancel();
    this.#next();
  }

  /** A message of the server; others than those about speech are left alone. */
  receive(message: ServerMessage): void {
    if (message.type === 'speech') {
      this.#understood(message);
    } else if (message.type === 'error' && message.code.startsWith('speech-')) {
      this.#refused(message);
    }
  }

  /** The connection broke: what was under way is gone. */
  connectionLost(): void {
    if (this.#open || this.#awaited) {
      this.#held = undefined;
      this.#fail({ kind: 'offline' });
    }
  }

  #await(utterance: Utterance): void {
    this.#open = undefined;
    this.#former = undefined;
    if (!utterance.end()) {
      this.#fail({ kind: 'offline' });
      return;
    }
    this.#awaited = utterance;
    this.#patience = setTimeout(() => {
      utterance.cancel();
      this.#fail({ kind: 'no-answer' });
    }, ANSWER_WITHIN_MS);
  }

  #cut(): void {
    this.problems.emit({ kind: 'too-long' });
    this.end();
  }

  #understood(speech: SpeechText): void {
    const utterance = this.#awaited ?? this.#open;
    if (speech.utterance !== utterance?.number) {
      return;
    }
    if (!speech.final) {
      this.partials.emit(speech.text);
      this.#latest = speech;
      if (utterance === this.#open) {
        this.#considerFinish(utterance);
      }
      return;
    }
    const text = speech.text.trim();
    const { longer } = utterance;
    this.#former = { utterance, text };
    this.#next();
    const { language, confidence, tookMs } = speech;
    if (text === '') {
      this.problems.emit(language === '' ? { kind: 'nothing-heard' } : { kind: 'foreign', language });
    } else {
      this.texts.emit({ text, language, confidence, tookMs, longer });
    }
  }

  /** Says that all seems to be said where the text of this very pause does. */
  #considerFinish(utterance: Utterance): void {
    const speech = this.#latest;
    if (speech?.utterance === utterance.number && utterance.pausing && utterance.isWhole(speech.samples)) {
      if (speech.finished || this.options().isWhole?.(speech.text) === true) {
        this.finishes.emit(undefined);
      }
    }
  }

  #refused({ code, detail }: Refusal): void {
    if (code === 'speech-too-long') {
      // The final text of what fitted follows by itself.
      this.#cut();
    } else if (this.#open || this.#awaited) {
      this.#fail({ kind: 'refused', code, detail });
    }
  }

  #fail(problem: LineProblem): void {
    this.problems.emit(problem);
    this.#next();
  }

  /** Nothing is on the wire any more: goes on with what was held back. */
  #next(): void {
    clearTimeout(this.#patience);
    this.#open = undefined;
    this.#awaited = undefined;
    const held = this.#held;
    this.#held = undefined;
    this.partials.emit('');
    if (held) {
      if (held.goesOn) {
        this.goOn(held.frames);
      } else {
        this.#begin(held.frames, false);
      }
      if (held.ended) {
        this.end();
      }
    } else {
      this.changes.emit(undefined);
    }
  }
}

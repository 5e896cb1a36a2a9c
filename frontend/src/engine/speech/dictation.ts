import { type DeviceProblem, deviceProblemOf, obstacle } from '../capture/capture-devices';
import { Listeners } from '../listeners';
import type { MicrophoneListener } from './microphone';
import { framesIn, loudnessOf, PreRoll } from './sound';
import { type LineOptions, type LineProblem, SpeechLine } from './speech-line';
import type { SpeechWire } from './utterance';
import { MOST_BEHIND, type OpenVoiceDetector, type VoiceDetector, type VoiceEvent } from './voice-detector';

/** Sound before the detector noticed a voice that belongs to the utterance. */
const PRE_ROLL_MS = 640;
/** Sound after the button was let go: people let go on the last syllable. */
const TAIL_MS = 200;
/** Who goes on within this time after all seemed to be said had not finished. */
const GOES_ON_WITHIN_MS = 1_000;
/** The same after so long a silence that it was taken for the end however it sounded. */
const GOES_ON_AFTER_SILENCE_MS = 400;
/** How long the microphone stays open after the button: the next press then loses nothing. */
const LINGER_MS = 20_000;

/** Where the conversation stands. */
export type DictationPhase =
  /** Nothing is recorded. */
  | 'idle'
  /** The microphone, or the voice detector, is being opened. */
  | 'opening'
  /** Hands-free: waits for a voice. Nothing leaves this machine. */
  | 'listening'
  /** Sound goes to the server. */
  | 'speaking'
  /** The final text is awaited. */
  | 'transcribing';

/** What is in the way. */
export type DictationProblem =
  | LineProblem
  | { readonly kind: 'device'; readonly device: DeviceProblem }
  /** Unplugged, or its permission was taken back. */
  | { readonly kind: 'lost' }
  /** The voice detector could not be loaded. */
  | { readonly kind: 'detector' };

/** What a dictation needs from the world; tests hand in their own. */
export interface DictationPorts {
  readonly wire: SpeechWire;
  openMicrophone(
    id: string | undefined,
    listener: MicrophoneListener,
    signal: AbortSignal,
  ): Promise<{ close(): void }>;
  openDetector: OpenVoiceDetector;
}

/** How to listen. */
export interface DictationOptions extends LineOptions {
  /** Id of the microphone; undefined: the one the browser prefers. */
  readonly microphone: string | undefined;
}

/**
 * From the microphone to the text: opens and closes the microphone, and begins and ends utterances by hand or by
 * voice. Sound goes from here to the server and never through the page's state.
 */
export class Dictation {
  readonly line: SpeechLine;
  readonly phases = new Listeners<DictationPhase>();
  /** Loudness of the last frame, 0 to 1, some thirty times a second while a microphone is open. */
  readonly levels = new Listeners<number>();
  /** The microphone gives nothing but silence, or again something. */
  readonly mutes = new Listeners<boolean>();
  readonly problems = new Listeners<DictationProblem>();

  #phase: DictationPhase = 'idle';
  #handsFree = false;
  /** Languages that were named hands-free. */
  readonly #foreign = new Set<string>();
  #byHand = false;
  #microphone: { close(): void } | undefined;
  #detector: VoiceDetector | undefined;
  #opening = new AbortController();
  readonly #preRoll = new PreRoll(framesIn(PRE_ROLL_MS) + MOST_BEHIND);
  /** Frames from now on within which a voice goes on with the utterance that ended last. */
  #mayGoOn = -1;
  #tail: ReturnType<typeof setTimeout> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ports: DictationPorts,
    private readonly options: () => DictationOptions,
  ) {
    this.line = new SpeechLine(ports.wire, options);
    this.line.changes.add(() => {
      this.#settle();
    });
    this.line.problems.add((problem) => {
      this.#lineFailed(problem);
    });
    this.line.finishes.add(() => {
      this.#finish();
    });
  }

  get phase(): DictationPhase {
    return this.#phase;
  }

  /** Whether utterances begin and end by themselves when somebody speaks. */
  get handsFree(): boolean {
    return this.#handsFree;
  }

  /** The button goes down: what is said from now on counts. */
  async press(): Promise<void> {
    clearTimeout(this.#tail);
    this.#byHand = true;
    // From a pause in what was begun by voice: what is said with the button held belongs to it.
    this.line.resume();
    if ((await this.#openMicrophone()) && this.#mayBegin()) {
      this.line.begin(this.#handsFree ? this.#before() : []);
    } else {
      this.#settle();
    }
  }

  /** The button goes up: the last syllable still counts, then the text is wanted. */
  release(): void {
    if (!this.#byHand) {
      return;
    }
    if (!this.line.speaking) {
      this.#byHand = false;
      return;
    }
    clearTimeout(this.#tail);
    this.line.prepare();
    this.#tail = setTimeout(() => {
      this.#byHand = false;
      this.#detector?.reset();
      this.line.end();
    }, TAIL_MS);
  }

  /** Forgets what is being said and what is being understood. */
  cancel(): void {
    clearTimeout(this.#tail);
    this.#byHand = false;
    this.line.cancel();
  }

  /** Switches {@link handsFree}; loads the detector. */
  async setHandsFree(on: boolean): Promise<void> {
    this.#handsFree = on;
    if (on) {
      this.#handsFree = (await this.#openMicrophone()) && (await this.#openDetector());
      this.#settle();
    } else {
      this.#closeDetector();
      if (!this.#byHand) {
        this.line.retract();
        this.#closeMicrophone();
      }
      this.#settle();
    }
  }

  /** Takes the microphone of the options from now on, where one is open. */
  async changeMicrophone(): Promise<void> {
    if (this.#microphone) {
      this.cancel();
      this.#closeMicrophone();
      if (this.#handsFree) {
        await this.setHandsFree(true);
      }
    }
  }

  /** Lets go of everything. */
  close(): void {
    this.#handsFree = false;
    this.cancel();
    this.#closeDetector();
    this.#closeMicrophone();
  }

  /** The button may have been let go while the microphone was being opened. */
  #mayBegin(): boolean {
    return this.#byHand && !this.line.speaking;
  }

  async #openMicrophone(): Promise<boolean> {
    clearTimeout(this.#linger);
    if (this.#microphone) {
      return true;
    }
    const device = obstacle('getUserMedia');
    if (device) {
      this.#fail({ kind: 'device', device });
      return false;
    }
    this.#opening.abort();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    this.#enter('opening');
    try {
      this.#microphone = await this.ports.openMicrophone(this.options().microphone, this.#ear(), signal);
      return true;
    } catch (error) {
      if (!signal.aborted) {
        this.#fail({ kind: 'device', device: deviceProblemOf(error) });
      }
      return false;
    }
  }

  #ear(): MicrophoneListener {
    return {
      frame: (samples) => {
        this.levels.emit(loudnessOf(samples));
        this.#mayGoOn -= 1;
        if (this.line.speaking) {
          this.line.add(samples);
        } else {
          this.#preRoll.add(samples);
        }
        this.#detector?.accept(samples);
      },
      muted: (muted) => {
        this.mutes.emit(muted);
      },
      lost: () => {
        this.#microphone = undefined;
        this.#handsFree = false;
        this.#closeDetector();
        // What was said until then counts.
        this.line.end();
        this.#fail({ kind: 'lost' });
      },
    };
  }

  async #openDetector(): Promise<boolean> {
    if (this.#detector) {
      return true;
    }
    this.#enter('opening');
    try {
      const detector = await this.ports.openDetector((event) => {
        this.#noticed(event);
      });
      if (this.#handsFree) {
        this.#detector = detector;
      } else {
        // Switched off meanwhile.
        detector.close();
      }
      return this.#handsFree;
    } catch {
      this.#fail({ kind: 'detector' });
      return false;
    }
  }

  #noticed(event: VoiceEvent): void {
    if (this.#byHand) {
      return;
    }
    if (event === 'start' && !this.line.speaking) {
      if (this.#mayGoOn >= 0) {
        this.line.goOn(this.#before());
      } else {
        this.line.begin(this.#before());
      }
    } else if (event === 'misfire') {
      this.line.retract();
    } else if (event === 'breath') {
      this.line.breathe();
    } else if (event === 'pause') {
      this.line.pause();
    } else if (event === 'resume') {
      this.line.resume();
    } else if (event === 'end') {
      this.line.end();
      this.#mayGoOn = framesIn(GOES_ON_AFTER_SILENCE_MS);
    }
  }

  /** What was said before it was noticed: longer ago on a machine whose detector is behind. */
  #before(): Float32Array[] {
    return this.#preRoll.take(framesIn(PRE_ROLL_MS) + (this.#detector?.behind ?? 0));
  }

  /** Takes what was said for complete without waiting for more silence. */
  #finish(): void {
    if (!this.#byHand) {
      this.#detector?.reset();
      this.line.end();
      this.#mayGoOn = framesIn(GOES_ON_WITHIN_MS);
    }
  }

  #lineFailed(problem: LineProblem): void {
    if (problem.kind === 'too-long') {
      this.#byHand = false;
      this.#detector?.reset();
    }
    if (!this.#handsFree || this.#isWorthSaying(problem)) {
      this.#fail(problem);
    }
  }

  /** Hands-free, a cough is nothing to talk about, and what neighbours speak is once. */
  #isWorthSaying(problem: LineProblem): boolean {
    if (problem.kind === 'foreign') {
      const known = this.#foreign.has(problem.language);
      this.#foreign.add(problem.language);
      return !known;
    }
    return problem.kind !== 'nothing-heard';
  }

  #fail(problem: DictationProblem): void {
    this.#byHand = false;
    this.problems.emit(problem);
    this.#settle();
  }

  /** Says where the conversation stands. */
  #settle(): void {
    if (this.line.speaking) {
      this.#enter('speaking');
    } else if (this.line.awaiting) {
      this.#enter('transcribing');
    } else if (this.#handsFree) {
      this.#enter(this.#microphone && this.#detector ? 'listening' : 'opening');
    } else {
      this.#enter('idle');
      clearTimeout(this.#linger);
      this.#linger = setTimeout(() => {
        if (!this.#byHand) {
          this.#closeMicrophone();
        }
      }, LINGER_MS);
    }
  }

  #closeDetector(): void {
    this.#detector?.close();
    this.#detector = undefined;
  }

  #closeMicrophone(): void {
    clearTimeout(this.#linger);
    this.#opening.abort();
    this.#microphone?.close();
    this.#microphone = undefined;
    this.#preRoll.take(0);
    this.#mayGoOn = -1;
    this.levels.emit(0);
  }

  #enter(phase: DictationPhase): void {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.phases.emit(phase);
    }
  }
}

import {
  allowedModes,
  choicesOf,
  type LockedControl,
  type Locks,
  narrowed,
  UNLOCKED,
} from '../engine/classroom/locks';
import type { FrameSource, Picture } from '../engine/capture/frame-source';
import type { PromptSource } from '../engine/protocol/client-messages';
import type {
  QueuePlace,
  RecordingState,
  Refusal,
  ServerMessage,
  ServerStatistics,
} from '../engine/protocol/server-messages';
import type { RecentPicture } from '../engine/output/recent-pictures';
import { RecordingsApi, type RecordingOptions } from '../engine/recordings/recordings-api';
import type { ConnectionState } from '../engine/session/connection-state';
import type { LiveSession } from '../engine/session/live-session';
import { OwnChanges } from '../engine/settings/own-changes';
import { PromptHistory } from '../engine/settings/prompt-history';
import type { Control } from '../engine/settings/schema';
import { loadVocabulary, Vocabulary } from '../engine/settings/vocabulary';
import type { SettingName, StreamSettings } from '../engine/settings/stream-settings';
import type { SettingValue, SettingValues } from '../engine/settings/values';
import type { ServerSettings } from '../engine/settings/server-settings';
import { LiveStream, type StreamSummary, targetOf } from '../engine/stream/live-stream';
import { browserPorts } from './browser-ports';
import { inLanguage } from './suggestions';
import { fromServer, t } from '../i18n/texts.svelte';
import { NotConnectedError } from '../engine/session/problem';

/** What a teacher has left of a control. */
interface ControlLimit {
  /** Nothing is left to choose. */
  readonly fixed: boolean;
  /** A sentence about it. */
  readonly note: string;
}

/** Settings that have a place of their own on the page. */
const ELSEWHERE: ReadonlySet<string> = new Set(['prompt', 'ip_adapter_scale', 'mode', 'input', 'freeze']);
/** Refusals of which no more is said than their code. */
const CODE_SAYS_IT: ReadonlySet<string> = new Set(['prompt-refused', 'setting-locked']);
/** Refusals that show as a state of the connection, or that the page cannot help. */
const SILENT: ReadonlySet<string> = new Set([
  'credit-exceeded',
  'idle',
  'origin-refused',
  'server-stopping',
  'session-busy',
  'session-taken-over',
  'session-unknown',
  'unused',
]);
const REFRESH_MS = 500;
/** Milliseconds from capture to screen. */
const PROMPT_MS = 600;

/**
 * What the page shows of the engine, as state: connection, settings, numbers. Pictures do not pass through here.
 */
export class Studio {
  connection = $state.raw<ConnectionState>({ kind: 'connecting', loss: undefined });
  server = $state.raw<ServerSettings>();
  /** The words that the server's model knows. */
  vocabulary = $state.raw(Vocabulary.ANY);
  /** Settings in force, with this page's changes that are under way. */
  values = $state.raw<SettingValues>({});
  /** What the server found wrong, by setting. */
  problems = $state.raw<Readonly<Record<string, string>>>({});
  /** Where this session waits to be let in; undefined when it does not. */
  queue = $state.raw<QueuePlace>();
  statistics = $state.raw<ServerStatistics>();
  flow = $state.raw<StreamSummary>();
  historySaved = $state(true);
  /** Whether the session is being recorded, as the server says. */
  recording = $state.raw<RecordingState>();
  /** What the server said last that belongs to no control; empty when nothing. */
  notice = $state('');
  /** Somebody is in the picture, as far as `human` mode can tell. */
  somebody = $state(true);
  /** There is a picture of what comes in now. */
  painted = $state(false);

  canUndoPrompt = $state(false);

  readonly onlyPerson = $derived(this.values['mode'] === 'human');
  /** What of the page may be used in a lesson. */
  locks = $state.raw<Locks>(UNLOCKED);

  readonly #locked = $derived<readonly LockedControl[]>(
    this.server?.controls
      .filter((control) => !ELSEWHERE.has(control.name) && (this.onlyPerson || control.group !== 'person'))
      .map((control) => narrowed(control, this.locks.settings[control.name])) ?? [],
  );
  readonly controls = $derived<readonly Control[]>(this.#locked.map(({ control }) => control));
  /** Controls that a teacher has narrowed, by names. */
  readonly limited = $derived<Readonly<Record<string, ControlLimit>>>(
    Object.fromEntries(
      this.#locked
        .filter(({ locked }) => locked)
        .map(({ control, fixed }) => [
          control.name,
          { fixed, note: fixed ? t('inClass.locked') : t('inClass.narrowed') },
        ]),
    ),
  );
  readonly modes = $derived(
    allowedModes(
      (this.server?.modes ?? []).map((mode) => ({
        ...mode,
        reason: fromServer('problems.mode-unavailable', mode.reason || t('controls.modeMissing')),
      })),
      this.locks.settings['mode'],
      t('inClass.locked'),
    ),
  );
  /** The only prompts there are in a lesson; undefined when any may be written. */
  readonly promptChoices = $derived(choicesOf(this.locks.settings['prompt'])?.map(String));
  readonly live = $derived(this.connection.kind === 'live');
  readonly target = $derived(targetOf(this.values));
  readonly aspect = $derived(this.target.width / this.target.height);
  /** Pictures come so soon after a change that one can watch while typing. */
  readonly keepsUp = $derived(
    this.flow !== undefined && (this.flow.latencyMs ?? Number.POSITIVE_INFINITY) < PROMPT_MS,
  );
  readonly frozen = $derived(this.values['freeze'] === true);
  /** Pictures are painted from the prompt alone. */
  readonly textOnly = $derived(this.values['input'] === 'none');
  readonly prompt = $derived(String(this.values['prompt'] ?? ''));

  /** How pictures are painted now, in the words of the field. */
  readonly made = $derived(
    [
      this.prompt,
      `Negative prompt: ${String(this.values['negative_prompt'] ?? '')}`,
      `Steps: ${String(this.values['steps'] ?? '')}, Seed: ${String(this.values['seed'] ?? '')}, ` +
        `Denoising strength: ${String(this.values['strength'] ?? '')}, ` +
        `Size: ${this.target.width}x${this.target.height}, Model: ${this.server?.bundle.title ?? ''}`,
    ].join('\n'),
  );

  /** Where saved pictures show that AI made them. */
  readonly badgeCorner = $derived(this.server?.aiBadge ?? 'bottom-right');

  readonly #ports = browserPorts();
  readonly #recordings = new RecordingsApi();
  #source: FrameSource | undefined;
  #inForce: SettingValues = {};
  readonly #prompts = new PromptHistory();
  /** The prompt before those that are only tried out; undefined when none is. */
  #meant: string | undefined;
  /** Nobody has chosen a prompt yet. */
  #promptIsFirst = true;
  /** The prompt that the model begins with, as this page has said it last; empty before that. */
  #saidFirst = '';
  readonly #own = new OwnChanges();
  readonly #stream = new LiveStream(this.#ports);

  constructor() {
    const { session } = this.#stream;
    this.#stream.made = () => this.made;
    session.states.add((state) => {
      this.connection = state;
      if (state.kind === 'stopped') {
        this.#own.clear();
      } else if (state.kind === 'live') {
        // A socket takes messages for seconds after the network is gone.
        for (const [name, value] of Object.entries(this.#own.unreported(Date.now()))) {
          this.#stream.change(name, value);
        }
      }
    });
    session.serverSettings.add((settings) => {
      this.server = settings;
      void loadVocabulary(AbortSignal.timeout(10_000)).then((words) => {
        this.vocabulary = words;
        this.translateFirst();
      });
    });
    session.messages.add((message) => this.#receive(message));
    this.#stream.pictures.add((painted) => {
      this.painted = painted;
    });
  }

  /** Connects and keeps the numbers fresh. Returns what ends both. */
  open(): () => void {
    const { session } = this.#stream;
    const off = new AbortController();
    const { signal } = off;
    const numbers = setInterval(() => {
      this.flow = this.#stream.summary();
    }, REFRESH_MS);
    addEventListener('online', () => session.networkReturned(), { signal });
    addEventListener('offline', () => session.networkDoubted(), { signal });
    for (const action of ['pointerup', 'keydown']) {
      // After the click that it belongs to: what is clicked must not go before.
      addEventListener(action, () => setTimeout(() => session.userReturned()), { signal, capture: true });
    }
    document.addEventListener('visibilitychange', () => this.#stream.visibilityChanged(), { signal });
    session.start();
    return () => {
      clearInterval(numbers);
      off.abort();
      session.end();
    };
  }

  /** Connects now rather than later, or again after a stop. */
  retry(): void {
    this.#stream.session.start();
  }

  use(source: FrameSource | undefined): void {
    // What was said of the former source does not hold for this one.
    this.somebody = true;
    this.#source = source;
    this.#stream.use(source);
  }

  /** The input as it is now; undefined while there is none. */
  inputPicture(): Picture | undefined {
    return this.#source?.picture();
  }

  paintOn(canvas: HTMLCanvasElement | undefined): void {
    this.#stream.paintOn(canvas);
  }

  /** Changes a setting that the page knows by name. */
  change<Name extends SettingName>(name: Name, value: Required<StreamSettings>[Name]): void {
    this.set(name, value);
  }

  /** Changes whatever setting the server offers. */
  set(name: string, value: SettingValue): void {
    this.#forgive(name);
    this.#own.note(name, value, Date.now());
    this.values = { ...this.values, [name]: value };
    this.#stream.change(name, value);
  }

  /** The connection itself, for what does not pass through the page's state. */
  get session(): LiveSession {
    return this.#stream.session;
  }

  /** The pictures of the last minute and a half, the newest first. */
  get recentPictures(): readonly RecentPicture[] {
    return this.#stream.recent.pictures;
  }

  /** When the change was made that {@link undoPrompt} takes back, in milliseconds of `Date.now()`. */
  get promptChangedAt(): number {
    return this.#prompts.changedAt;
  }

  /** @param language code of what was spoken, or empty */
  say(text: string, source: PromptSource = 'typed', language = ''): void {
    this.#prompts.note(this.#meant ?? this.prompt, text, source === 'typed', Date.now());
    this.#paint(text, source, language);
  }

  /** Goes back to the prompt before; undefined when there is none. */
  undoPrompt(source: PromptSource): string | undefined {
    return this.#repaint(this.#prompts.undo(this.prompt), source);
  }

  /** Takes the last {@link undoPrompt} back; undefined when there is none. */
  redoPrompt(source: PromptSource): string | undefined {
    return this.#repaint(this.#prompts.redo(this.prompt), source);
  }

  /** Puts several settings in force; a prompt among them is one of a preset, which has an undo of its own. */
  apply(values: SettingValues): void {
    for (const [name, value] of Object.entries(values)) {
      if (name === 'prompt') {
        this.#paint(String(value), 'preset', '');
      } else {
        this.set(name, value);
      }
    }
  }

  /** Puts settings in force for a look; what was meant before stays in the history. */
  tryOut(values: SettingValues): void {
    this.#meant ??= this.prompt;
    this.#promptIsFirst = false;
    for (const [name, value] of Object.entries(values)) {
      this.#own.note(name, value, Date.now(), true);
    }
    this.values = { ...this.values, ...values };
    this.#stream.tryOut(values);
  }

  /**
   * Says the prompt that the model begins with, which is English, in the page's language; to be called again when that
   * changes. Nobody chose it, so it is in no history. What somebody wrote stays as it is.
   */
  translateFirst(): void {
    const first = this.server?.controls.find(({ name }) => name === 'prompt')?.initial;
    const free = this.live && this.#promptIsFirst && !('prompt' in this.locks.settings);
    if (!free || typeof first !== 'string' || first === '') {
      return;
    }
    const prompt = inLanguage(first, this.vocabulary);
    if (this.prompt === prompt) {
      this.#saidFirst = prompt;
    } else if (this.prompt === first || this.prompt === this.#saidFirst) {
      this.#saidFirst = prompt;
      this.values = { ...this.values, prompt };
      this.#own.note('prompt', prompt, Date.now(), true);
      this.#stream.tryOut({ prompt });
    }
  }

  #repaint(text: string | undefined, source: PromptSource): string | undefined {
    if (text !== undefined) {
      this.#paint(text, source, '');
    }
    return text;
  }

  #paint(text: string, source: PromptSource, language: string): void {
    this.#meant = undefined;
    this.#promptIsFirst = false;
    this.canUndoPrompt = this.#prompts.canUndo;
    this.#forgive('prompt');
    this.#own.note('prompt', text, Date.now());
    if (!this.#stream.prompt(text, source, language)) {
      // Without a connection it goes out as a setting as soon as there is one.
      this.#stream.change('prompt', text);
    }
    this.values = { ...this.values, prompt: text };
  }

  /** Puts the session back to settings of another time; what this server does not know is left out. */
  restore(settings: SettingValues): void {
    for (const [name, value] of Object.entries(settings)) {
      if (name === 'prompt') {
        this.say(String(value));
      } else if (name in this.values) {
        this.set(name, value);
      }
    }
  }

  /** Switches recording on, or changes what is kept. */
  async record(options: RecordingOptions): Promise<void> {
    await this.#recordings.start(this.#session(), options, AbortSignal.timeout(10_000));
  }

  async stopRecording(): Promise<void> {
    await this.#recordings.stop(this.#session(), AbortSignal.timeout(10_000));
  }

  /** Makes a view-only address of the result. */
  async share(): Promise<string> {
    return this.#ports.api.share(this.#session(), AbortSignal.timeout(10_000));
  }

  async unshare(): Promise<void> {
    if (this.connection.kind === 'live') {
      await this.#ports.api.unshare(this.connection.session, AbortSignal.timeout(10_000));
    }
  }

  #session(): string {
    if (this.connection.kind !== 'live') {
      throw new NotConnectedError();
    }
    return this.connection.session;
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.queue = undefined;
        this.#adopt(message.settings);
        this.translateFirst();
        break;
      case 'queue':
        this.queue = message;
        break;
      case 'admitted':
        this.queue = undefined;
        break;
      case 'settings':
        this.#adopt(message.values);
        break;
      case 'person':
        this.somebody = message.present;
        break;
      case 'stats':
        this.statistics = message;
        break;
      case 'recording':
        this.recording = message;
        break;
      case 'notice':
        if (message.code === 'history-not-saved' || message.code === 'history-saved') {
          this.historySaved = message.code === 'history-saved';
        } else if (message.code === 'picture-covered') {
          this.notice = t('output.covered');
        } else if (message.code === 'picture-shown') {
          this.notice = '';
        } else {
          this.notice = fromServer(`problems.${message.code}`, message.detail);
        }
        break;
      case 'error':
        this.#refused(message);
        break;
      default:
        break;
    }
  }

  #adopt(inForce: SettingValues): void {
    this.#inForce = inForce;
    this.values = this.#own.over(inForce, Date.now());
  }

  #refused(refusal: Refusal): void {
    for (const { property } of refusal.errors) {
      this.#own.forget(property);
    }
    const shown = refusal.errors.filter((each) =>
      this.server?.controls.some(({ name }) => name === each.property),
    );
    for (const { property, detail } of shown) {
      const text = CODE_SAYS_IT.has(refusal.code) ? fromServer(`problems.${refusal.code}`, detail) : detail;
      this.problems = { ...this.problems, [property]: text };
    }
    if (refusal.code === 'setting-locked') {
      this.values = this.#inForce;
    }
    // What is wrong with speech is told where people speak.
    if (shown.length === 0 && !SILENT.has(refusal.code) && !refusal.code.startsWith('speech-')) {
      this.notice = fromServer(`problems.${refusal.code}`, refusal.detail);
      this.values = this.#inForce;
    }
  }

  #forgive(name: string): void {
    if (name in this.problems) {
      this.problems = Object.fromEntries(Object.entries(this.problems).filter(([key]) => key !== name));
    }
  }
}

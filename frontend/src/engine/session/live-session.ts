import { Listeners } from '../listeners';
import type { ClientMessage } from '../protocol/client-messages';
import type { Frame, FrameHeader } from '../protocol/frame-header';
import type { ServerMessage } from '../protocol/server-messages';
import type { SettingValues } from '../settings/values';
import type { ServerSettings } from '../settings/server-settings';
import { type BackoffPolicy, backoffMs, DEFAULT_BACKOFF } from './backoff';
import { type ConnectionState, type Loss, verdictOf } from './connection-state';
import { FrameSocket } from './frame-socket';
import { ProblemError } from './problem';
import type { SessionApi } from './session-api';
import type { SessionMemory } from './session-memory';

/** Milliseconds for everything from the first request to `welcome`. */
const CONNECT_WITHIN_MS = 10_000;
/** Milliseconds for a socket to open when coming back: on a dead network it hangs, and the next try has to come soon. */
const REOPEN_WITHIN_MS = 3_000;
/** Each further try may take so much longer, up to a first connection's time, so that a slow network gets there too. */
const REOPEN_LONGER_MS = 500;
/** Refusals that pass when others leave. */
const FULL: ReadonlySet<string> = new Set(['server-full', 'too-many-sessions', 'too-many-requests']);
const FULL_SERVER: BackoffPolicy = { firstMs: 5_000, longestMs: 30_000 };

/** The network, or the server, is away. */
const UNREACHABLE: Loss = { reason: 'unreachable', problem: undefined };

/** Names of settings that the server, perhaps with other models now, does not take; undefined: it refused for another reason. */
function refusedBy(error: unknown): readonly string[] | undefined {
  if (!(error instanceof ProblemError)) {
    return undefined;
  }
  switch (error.code) {
    case 'settings-invalid':
      return error.errors.map(({ property }) => property);
    case 'mode-unavailable':
      return ['mode'];
    default:
      return undefined;
  }
}

/** What a session needs from the world; tests hand in their own. */
export interface SessionPorts {
  readonly api: SessionApi;
  readonly memory: SessionMemory;
  /** Opens a WebSocket to a path of the page's origin. */
  openSocket(path: string): WebSocket;
  /** A number from 0 to 1. */
  chance(): number;
}

/**
 * One session kept alive: finds or opens it, connects, comes back after a loss with growing pauses, and opens a
 * new one, with the settings of the old, when the old is gone.
 */
export class LiveSession {
  readonly states = new Listeners<ConnectionState>();
  readonly messages = new Listeners<ServerMessage>();
  readonly frames = new Listeners<Frame>();
  readonly serverSettings = new Listeners<ServerSettings>();

  #state: ConnectionState = { kind: 'ended' };
  #socket: FrameSocket | undefined;
  #work = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  /** Why the last attempt failed; undefined once one succeeded. */
  #loss: Loss | undefined;
  #known = false;
  #inForce: SettingValues = {};

  constructor(private readonly ports: SessionPorts) {}

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects now: the first time, after a stop, or instead of waiting. Does nothing while live or connecting. */
  start(): void {
    if (this.#state.kind !== 'live' && this.#state.kind !== 'connecting') {
      void this.#connect();
    }
  }

  /** The network came back: a socket that was asked for before may hang for long. */
  networkReturned(): void {
    const hanging = this.#state.kind === 'connecting' && this.#socket?.open === false;
    if (this.#state.kind === 'waiting' || hanging) {
      void this.#connect();
    }
  }

  /** The user does something: a session that went because nobody used it is wanted again. */
  userReturned(): void {
    if (this.#state.kind === 'stopped' && this.#state.reason === 'unused') {
      void this.#connect();
    }
  }

  /** The browser says that the network is gone; a server on this very machine may still be there. */
  networkDoubted(): void {
    this.#socket?.suspect();
  }

  /** Sends a message; false when there is no connection. */
  send(message: ClientMessage): boolean {
    return this.#state.kind === 'live' && (this.#socket?.send(message) ?? false);
  }

  /** Sends a picture or sound; false when there is no connection. The caller keeps to the credit for pictures. */
  sendFrame(header: FrameHeader, payload: BlobPart): boolean {
    return this.#state.kind === 'live' && (this.#socket?.sendFrame(header, payload) ?? false);
  }

  /** Lets go of the connection; the server keeps the session for a while. */
  end(): void {
    this.#release();
    this.#enter({ kind: 'ended' });
  }

  async #connect(): Promise<void> {
    this.#release();
    const work = new AbortController();
    this.#work = work;
    this.#enter({ kind: 'connecting', loss: this.#loss });
    const former = this.#attempt > 0 && this.#known ? this.ports.memory.read() : undefined;
    if (former !== undefined) {
      this.#reopen(former);
      return;
    }
    this.#giveUpAfter(CONNECT_WITHIN_MS);
    try {
      const { id, resumed } = await this.#findOrOpen(work.signal);
      if (!work.signal.aborted) {
        this.#openSocket(id, resumed);
      }
    } catch (error) {
      if (!work.signal.aborted) {
        const problem = error instanceof ProblemError ? error : undefined;
        this.#lost({ reason: problem && FULL.has(problem.code) ? 'server-full' : 'unreachable', problem });
      }
    }
  }

  /** A socket has a connection of its own, while a request may be put on one that died with the network. */
  #reopen(id: string): void {
    const within = REOPEN_WITHIN_MS + (this.#attempt - 1) * REOPEN_LONGER_MS;
    this.#timer = setTimeout(
      () => {
        if (this.#socket?.open) {
          this.#giveUpAfter(CONNECT_WITHIN_MS - REOPEN_WITHIN_MS);
        } else {
          this.#lost(UNREACHABLE);
        }
      },
      Math.min(within, CONNECT_WITHIN_MS),
    );
    this.#openSocket(id, true);
  }

  #giveUpAfter(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#lost(UNREACHABLE);
    }, ms);
  }

  async #findOrOpen(signal: AbortSignal): Promise<{ id: string; resumed: boolean }> {
    const remembered = this.ports.memory.read();
    if (!this.#known) {
      this.serverSettings.emit(await this.ports.api.settings(signal));
      this.#known = true;
    }
    if (remembered !== undefined) {
      try {
        await this.ports.api.find(remembered, signal);
        return { id: remembered, resumed: true };
      } catch (error) {
        if (!(error instanceof ProblemError && (error.status === 401 || error.status === 404))) {
          throw error;
        }
        this.ports.memory.forget();
        // The server was restarted, perhaps with other models.
        this.serverSettings.emit(await this.ports.api.settings(signal));
      }
    }
    const { id } = await this.#open(this.#inForce, signal);
    this.ports.memory.write(id);
    return { id, resumed: false };
  }

  /** Opens a session with as many of these settings as the server takes. */
  async #open(settings: SettingValues, signal: AbortSignal): Promise<{ id: string }> {
    try {
      return await this.ports.api.open(settings, signal);
    } catch (error) {
      const refused = refusedBy(error);
      const all = Object.entries(settings);
      if (!refused || all.length === 0) {
        throw error;
      }
      const others = all.filter(([name]) => !refused.includes(name));
      return this.#open(others.length < all.length ? Object.fromEntries(others) : {}, signal);
    }
  }

  #openSocket(id: string, resumed: boolean): void {
    const path = `/ws/sessions/${encodeURIComponent(id)}${resumed ? '?takeover=1' : ''}`;
    this.#socket = new FrameSocket(this.ports.openSocket(path), {
      message: (message) => {
        this.#receive(message);
      },
      frame: (frame) => {
        this.frames.emit(frame);
      },
      closed: (code) => {
        this.#closed(code);
      },
    });
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'welcome') {
      clearTimeout(this.#timer);
      this.#attempt = 0;
      this.#loss = undefined;
      this.#inForce = message.settings;
      this.#enter({ kind: 'live', session: message.session });
    } else if (message.type === 'settings') {
      this.#inForce = message.values;
    }
    this.messages.emit(message);
  }

  #closed(code: number): void {
    const verdict = verdictOf(code);
    if (verdict.then === 'stop') {
      if (verdict.reason === 'deleted' || verdict.reason === 'unused') {
        this.ports.memory.forget();
      }
      this.#release();
      this.#enter({ kind: 'stopped', reason: verdict.reason });
      return;
    }
    if (verdict.then === 'renew') {
      this.ports.memory.forget();
      // The server was restarted, perhaps with other models.
      this.#known = false;
    }
    this.#lost(UNREACHABLE);
  }

  #lost(loss: Loss): void {
    this.#release();
    const policy = loss.reason === 'server-full' ? FULL_SERVER : DEFAULT_BACKOFF;
    const wait = backoffMs(this.#attempt, this.ports.chance(), policy);
    this.#attempt += 1;
    this.#loss = loss;
    this.#enter({ kind: 'waiting', loss, attempt: this.#attempt, retryAt: Date.now() + wait });
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#work.abort();
    this.#socket?.abandon();
    this.#socket = undefined;
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.states.emit(state);
  }
}

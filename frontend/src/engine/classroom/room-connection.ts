import { Listeners } from '../listeners';
import { backoffMs } from '../session/backoff';
import { ProblemError } from '../session/problem';
import type { ClassroomApi } from './classroom-api';
import { decodeRoomMessage, type RoomCommand, type RoomMessage } from './room-messages';
import { decodePictures, type RoomPictures } from './room-pictures';

/** What the server said last that was wrong; both are empty when nothing. */
export interface RoomProblem {
  readonly code: string;
  readonly detail: string;
}

/** How the connection to a classroom stands. */
export type RoomState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It will not come back by itself. */
  | { readonly kind: 'over'; readonly problem: RoomProblem };

/** What a connection needs of the world. */
export interface RoomPorts {
  readonly api: Pick<ClassroomApi, 'ticket'>;
  /** Opens a socket at a path of this server. */
  readonly openSocket: (path: string) => WebSocket;
  /** A number from 0 to 1. */
  readonly chance: () => number;
}

const ANSWER_WITHIN_MS = 10_000;
/** Silence after which a connection counts as lost; the server says every 5 s how the lesson stands. */
const SILENCE_MS = 15_000;
/** The classroom is gone, the student was taken out, or there are too many pages: trying again would change nothing. */
const FINAL_CODES: ReadonlySet<number> = new Set([1000, 4410, 4429]);
const NOT_WELCOME: ReadonlySet<number> = new Set([401, 403, 404]);

/** Keeps a page connected to a classroom, whatever the network does, until it is stopped or sent away. */
export class RoomConnection {
  readonly messages = new Listeners<RoomMessage>();
  readonly pictures = new Listeners<RoomPictures>();
  readonly states = new Listeners<RoomState>();

  #socket: WebSocket | undefined;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #stopping = new AbortController();
  #said: RoomProblem = { code: '', detail: '' };

  /** @param view the projector's key; undefined for somebody who is in the classroom */
  constructor(
    private readonly ports: RoomPorts,
    private readonly classroom: string,
    private readonly view?: string,
  ) {}

  start(): void {
    this.#stopping = new AbortController();
    void this.#connect();
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Sends a message; false when there is no connection. */
  send(command: RoomCommand): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  async #connect(): Promise<void> {
    const { signal } = this.#stopping;
    this.states.emit({ kind: 'connecting' });
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const path = await this.ports.api.ticket(this.classroom, this.view, limit);
      if (!signal.aborted) {
        this.#open(this.ports.openSocket(path), signal);
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      // What says nothing of this server's own comes from something between, such as a school's filter, or from a start.
      if (error instanceof ProblemError && error.code !== 'internal' && NOT_WELCOME.has(error.status)) {
        this.states.emit({ kind: 'over', problem: { code: error.code, detail: error.message } });
      } else {
        this.#later();
      }
    }
  }

  #open(socket: WebSocket, signal: AbortSignal): void {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    this.#watch(socket);
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (!signal.aborted) {
        this.#watch(socket);
        this.#receive(event.data);
      }
    };
    socket.onclose = ({ code }) => {
      if (signal.aborted) {
        return;
      }
      clearTimeout(this.#silence);
      this.#socket = undefined;
      if (FINAL_CODES.has(code)) {
        this.states.emit({ kind: 'over', problem: this.#said });
      } else {
        this.#later();
      }
    };
  }

  /** A browser does not tell for minutes that the network of a socket is gone. */
  #watch(socket: WebSocket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
      this.#socket = undefined;
      this.#later();
    }, SILENCE_MS);
  }

  #receive(data: string | ArrayBuffer): void {
    try {
      if (typeof data !== 'string') {
        this.pictures.emit(decodePictures(data));
        return;
      }
      const message = decodeRoomMessage(data);
      if (message.type === 'welcome') {
        this.#attempt = 0;
        this.states.emit({ kind: 'live' });
      } else if (message.type === 'error') {
        this.#said = { code: message.code, detail: message.detail };
      }
      this.messages.emit(message);
    } catch (error) {
      // A newer server may say things that this page does not know; the conversation goes on.
      if (!(error instanceof Error && error.name.endsWith('FormatError'))) {
        throw error;
      }
    }
  }

  #later(): void {
    this.states.emit({ kind: 'connecting' });
    this.#retry = setTimeout(
      () => {
        void this.#connect();
      },
      backoffMs(this.#attempt, this.ports.chance()),
    );
    this.#attempt += 1;
  }
}

import { type ClientMessage, encodeClientMessage } from '../protocol/client-messages';
import { decodeFrame, encodeHeader, type Frame, type FrameHeader } from '../protocol/frame-header';
import { decodeServerMessage, type ServerMessage } from '../protocol/server-messages';

/** Silence after which the connection counts as lost; the server sends statistics every second. */
const SILENCE_MS = 5_000;
const PING_EVERY_MS = 1_500;
/** Silence allowed once the browser says that the network is gone. */
const SUSPICION_MS = 2_500;

/** What a socket reports. `closed` comes exactly once and last. */
export interface SocketListener {
  message(message: ServerMessage): void;
  frame(frame: Frame): void;
  closed(code: number): void;
}

/**
 * One WebSocket: turns bytes into messages and notices when the other side went silent, which a browser's
 * WebSocket does not tell by itself for minutes when a cable is pulled.
 */
export class FrameSocket {
  /** Undefined before the first message: how long that may take is for the session to say. */
  #lastHeard: number | undefined;
  #pings = 0;
  #closed = false;
  readonly #ticker: ReturnType<typeof setInterval>;
  #suspicion: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly listener: SocketListener,
  ) {
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.#receive(event.data);
    };
    socket.onclose = (event) => {
      this.#finish(event.code);
    };
    this.#ticker = setInterval(() => {
      this.#watch();
    }, PING_EVERY_MS);
  }

  /** The other side answered, so the network is there. */
  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Sends a text message; false when the socket is not open. */
  send(message: ClientMessage): boolean {
    if (!this.open) {
      return false;
    }
    this.socket.send(encodeClientMessage(message));
    return true;
  }

  /** Sends a picture or sound; false when the socket is not open. */
  sendFrame(header: FrameHeader, payload: BlobPart): boolean {
    if (!this.open) {
      return false;
    }
    this.socket.send(new Blob([encodeHeader(header), payload]));
    return true;
  }

  /** The network may be gone: asks, and gives up soon unless something is heard. */
  suspect(): void {
    const asked = Date.now();
    this.#ping();
    clearTimeout(this.#suspicion);
    this.#suspicion = setTimeout(() => {
      if ((this.#lastHeard ?? 0) < asked) {
        this.#giveUp();
      }
    }, SUSPICION_MS);
  }

  /** Closes without a report. */
  abandon(): void {
    this.#closed = true;
    this.#release();
    this.socket.close();
  }

  #receive(data: string | ArrayBuffer): void {
    if (this.#closed) {
      return;
    }
    this.#lastHeard = Date.now();
    try {
      if (typeof data === 'string') {
        this.listener.message(decodeServerMessage(data));
      } else {
        this.listener.frame(decodeFrame(data));
      }
    } catch (error) {
      // A newer server may say things that this page does not know; the conversation goes on.
      if (!(error instanceof Error && error.name.endsWith('FormatError'))) {
        throw error;
      }
    }
  }

  #watch(): void {
    if (this.#lastHeard !== undefined && Date.now() - this.#lastHeard > SILENCE_MS) {
      this.#giveUp();
    } else {
      this.#ping();
    }
  }

  #ping(): void {
    this.#pings += 1;
    this.send({ type: 'ping', id: this.#pings });
  }

  #giveUp(): void {
    this.socket.close();
    // The close handshake of a dead connection takes minutes; nobody waits for it.
    this.#finish(1006);
  }

  #finish(code: number): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#release();
    this.listener.closed(code);
  }

  #release(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#suspicion);
  }
}

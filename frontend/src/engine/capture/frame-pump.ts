import type { Unsubscribe } from '../listeners';
import { type FrameHeader, INPUT_PICTURE } from '../protocol/frame-header';
import type { CreditGate } from '../session/credit-gate';
import type { FrameSource, Picture } from './frame-source';

/** After a change, a still picture is sent as fast as the server takes it for this long (a stream batch fills up). */
const LIVELY_MS = 1_500;
/** Afterwards it is repeated this often, so that a picture comes back even if something was lost on the way. */
const IDLE_MS = 250;
/** A moving picture that has not moved for this long stands still for now. */
const STILL_MS = 150;
/** After a change, so many frames are sent at most until one of them was painted: a server may skip what looks the same. */
const MOST_FRAMES = 100;

/** What the pump works with. */
export interface PumpPorts {
  readonly gate: CreditGate;
  encode(picture: Picture): Promise<Blob>;
  /** Sends; false when there is no connection. */
  send(header: FrameHeader, jpeg: Blob): boolean;
  /** Milliseconds of `performance.now()`. */
  now(): number;
}

/**
 * Moves pictures from a source to the server: only the newest, only with credit, one encoding at a time. A frame
 * that finds no credit is not queued; the next one is taken when credit comes.
 */
export class FramePump {
  #source: FrameSource | undefined;
  #unsubscribe: Unsubscribe | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fresh = false;
  #busy = false;
  #paused = false;
  #sequence = 0;
  /** Counts sources, so that the server takes no picture for the next one of another source. */
  #sourceNumber = 0;
  #livelyUntil = 0;
  /** Sends still pictures without rest, because each is painted differently. */
  restless = false;
  /**
   * Pictures of frames sent after a change that have to be painted until it is in force: one, and more while the picture
   * glides to it. Frames are sent so long, also of a film that is paused. Counting what is sent would not do: the server
   * replaces frames that wait, and with several steps what comes back is of an earlier frame.
   */
  settling = 1;
  #unsettled = 0;
  #framesLeft = 0;
  /** Number of the first frame that is sent after the last change. */
  #changedAt = 0;
  /** When the picture that was sent last was taken. */
  #takenAt = Number.NaN;

  constructor(private readonly ports: PumpPorts) {}

  /** Whether a still picture is only repeated now and then, because nothing changed for a while. */
  get resting(): boolean {
    return (
      this.#source?.still === true && !this.restless && this.#settled && this.ports.now() > this.#livelyUntil
    );
  }

  /** Number of the last frame that was sent. */
  get sequence(): number {
    return this.#sequence;
  }

  /** There is a source to pump from. */
  get connected(): boolean {
    return this.#source !== undefined;
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.nudge();
  }

  /** Pumps from another source, or from none. The former source is not closed. */
  connect(source: FrameSource | undefined): void {
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    this.#source = source;
    this.#sourceNumber = (this.#sourceNumber + 1) % 0x1_0000;
    this.#unsubscribe = source?.subscribe(() => {
      this.#freshen();
    });
    this.nudge();
  }

  /** Something else changed, such as a setting: the picture is worth sending again. */
  nudge(): void {
    if (this.#source) {
      this.#freshen();
    }
  }

  /** A message has come to a page that is hidden, whose timers hardly run: what moves is sent again. */
  wake(): void {
    if (this.#source?.still === true) {
      this.#pump();
    } else {
      this.nudge();
    }
  }

  /** A picture of a frame, by its number, has come back. */
  painted(sequence: number): void {
    if (sequence >= this.#changedAt) {
      this.#unsettled -= 1;
    }
  }

  /** Credit has come. */
  creditGranted(): void {
    this.#pump();
  }

  #freshen(): void {
    clearTimeout(this.#timer);
    this.#fresh = true;
    this.#livelyUntil = this.ports.now() + LIVELY_MS;
    this.#unsettled = this.settling;
    this.#framesLeft = MOST_FRAMES;
    // What is being encoded was taken before.
    this.#changedAt = this.#sequence + (this.#busy ? 2 : 1);
    this.#pump();
  }

  get #settled(): boolean {
    return this.#unsettled <= 0 || this.#framesLeft <= 0;
  }

  #pump(): void {
    const source = this.#source;
    if (!source || !this.#fresh || this.#busy || this.#paused) {
      return;
    }
    const picture = source.picture();
    if (!picture || !this.ports.gate.take()) {
      return;
    }
    this.#fresh = false;
    this.#busy = true;
    // What was taken long ago and is sent again counts from now.
    const takenAt = picture.takenAt === this.#takenAt ? this.ports.now() : picture.takenAt;
    this.#takenAt = picture.takenAt;
    void this.#deliver(source, { ...picture, takenAt });
  }

  async #deliver(source: FrameSource, picture: Picture): Promise<void> {
    const captureTime = Math.max(0, Math.round(picture.takenAt * 1000));
    let sent = false;
    try {
      const jpeg = await this.ports.encode(picture);
      this.#sequence = (this.#sequence + 1) % 0x1_0000_0000;
      const header: FrameHeader = {
        kind: INPUT_PICTURE,
        source: this.#sourceNumber,
        sequence: this.#sequence,
        captureTime,
      };
      sent = this.#source === source && this.ports.send(header, jpeg);
      this.#framesLeft -= sent ? 1 : 0;
    } catch {
      // A source that is being closed may lose its picture between taking and encoding: there will be another.
    } finally {
      this.#busy = false;
      if (!sent) {
        this.ports.gate.putBack();
      }
    }
    if (source === this.#source && !this.#fresh) {
      this.#repeat(source.still, sent);
    }
    this.#pump();
  }

  /** @param sent false when encoding or sending failed: trying again at once would keep the page busy for nothing */
  #repeat(still: boolean, sent: boolean): void {
    clearTimeout(this.#timer);
    if (sent && still && !this.resting) {
      this.#sendAgain();
    } else if (still || !this.#settled) {
      this.#timer = setTimeout(
        () => {
          if (still || !sent || !this.#settled) {
            this.#sendAgain();
          }
        },
        still || !sent ? IDLE_MS : STILL_MS,
      );
    }
  }

  #sendAgain(): void {
    this.#fresh = true;
    this.#pump();
  }
}

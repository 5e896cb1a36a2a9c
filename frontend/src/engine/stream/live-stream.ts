import { FramePump } from '../capture/frame-pump';
import type { FrameSource } from '../capture/frame-source';
import { JpegEncoder } from '../capture/jpeg-encoder';
import type { Fit, Size } from '../capture/picture-fit';
import { Listeners } from '../listeners';
import { FlowStatistics, type FlowSummary } from '../output/flow-statistics';
import { RecentPictures } from '../output/recent-pictures';
import { OutputPainter, type Shown } from '../output/output-painter';
import type { Frame } from '../protocol/frame-header';
import type { PromptSource } from '../protocol/client-messages';
import type { ServerMessage } from '../protocol/server-messages';
import { CreditGate } from '../session/credit-gate';
import { LiveSession, type SessionPorts } from '../session/live-session';
import type { SettingValue, SettingValues } from '../settings/values';
import { SettingsOutbox } from '../settings/settings-outbox';

const DEFAULT_SIDE = 512;

/** The size and fit that the session asks pictures in. */
export function targetOf(values: SettingValues): Size & { readonly fit: Fit } {
  const side = (name: string) => {
    const value = values[name];
    return typeof value === 'number' && value > 0 ? value : DEFAULT_SIDE;
  };
  return {
    width: side('width'),
    height: side('height'),
    fit: values['fit'] === 'letterbox' ? 'letterbox' : 'crop',
  };
}

/** The flow as the page shows it. */
export interface StreamSummary extends FlowSummary {
  /** Nothing changes, so the picture is only repeated now and then. */
  readonly resting: boolean;
}

/**
 * The whole way of a picture: source, pump, session, painter. Frames flow through here and never through the
 * page's state.
 */
export class LiveStream {
  readonly session: LiveSession;
  /** Whether there is a picture of what comes in now; one of another source is none. */
  readonly pictures = new Listeners<boolean>();

  readonly recent = new RecentPictures();
  /** How pictures are painted now, as it is written down with them. */
  made: () => string = () => '';

  readonly #gate = new CreditGate();
  readonly #encoder = new JpegEncoder();
  readonly #statistics = new FlowStatistics();
  readonly #painter: OutputPainter;
  readonly #pump: FramePump;
  readonly #outbox: SettingsOutbox;
  #inForce: SettingValues = {};
  #painted = false;
  /** Pictures of frames up to this one are of another source. */
  #former = -1;

  constructor(ports: SessionPorts) {
    this.session = new LiveSession(ports);
    this.#painter = new OutputPainter({
      shown: (shown) => {
        this.#shown(shown);
      },
      replaced: () => {
        this.#statistics.recordReplaced();
      },
      unreadable: (sequence) => {
        this.#statistics.recordReplaced();
        // Acknowledged like any other: the server sends nothing more while too many are not.
        this.session.send({ type: 'shown', sequence });
      },
    });
    this.#pump = new FramePump({
      gate: this.#gate,
      encode: (picture) => {
        const target = targetOf(this.#inForce);
        return this.#encoder.encode(picture, target, target.fit);
      },
      send: (header, jpeg) => this.session.sendFrame(header, jpeg),
      now: () => performance.now(),
    });
    this.#outbox = new SettingsOutbox((values) => this.session.send({ type: 'settings', values }));
    this.session.states.add((state) => {
      if (state.kind !== 'live') {
        this.#gate.reset();
      }
    });
    this.session.messages.add((message) => {
      this.#receive(message);
    });
    this.session.frames.add((frame) => {
      this.#accept(frame);
    });
  }

  /** Takes pictures from here from now on; undefined stops the flow. */
  use(source: FrameSource | undefined): void {
    this.#pump.connect(source);
    if (this.#inForce['freeze'] !== true) {
      this.#former = this.#pump.sequence;
      this.#setPainted(false);
    }
  }

  /** Shows the result on this canvas. */
  paintOn(canvas: HTMLCanvasElement | undefined): void {
    this.#painter.attach(canvas);
  }

  /** Changes a setting with the next message; dragging a slider does not flood the server. */
  change(name: string, value: SettingValue): void {
    this.#outbox.put(name, value);
  }

  /** Changes settings for a look; without a connection nothing happens. */
  tryOut(values: SettingValues): void {
    this.session.send({ type: 'settings', values, trial: true });
  }

  /**
   * Changes the prompt; false when there is no connection.
   *
   * @param language its code, or empty
   */
  prompt(text: string, source: PromptSource, language: string): boolean {
    return this.session.send({ type: 'prompt', text, source, ...(language && { language }) });
  }

  /** What was shown lately, and whether the pump rests because the picture does not change. */
  summary(): StreamSummary {
    return { ...this.#statistics.summary(performance.now()), resting: this.#pump.resting };
  }

  /** The tab was hidden or came back. */
  visibilityChanged(): void {
    this.#painter.flush();
    this.#pump.nudge();
  }

  #accept(frame: Frame): void {
    const { sequence } = frame.header;
    this.#pump.painted(sequence);
    if (this.#isOfThisSource(sequence)) {
      this.recent.note(frame.jpeg, Date.now(), this.made);
      void this.#painter.accept(frame);
    } else {
      this.#statistics.recordReplaced();
      this.session.send({ type: 'shown', sequence });
    }
  }

  #isOfThisSource(sequence: number): boolean {
    // What is painted from text alone carries the number of some frame of before.
    return this.#inForce['input'] === 'none' || (this.#pump.connected && sequence > this.#former);
  }

  #setPainted(painted: boolean): void {
    if (painted !== this.#painted) {
      this.#painted = painted;
      this.pictures.emit(painted);
    }
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#gate.reset();
        this.#adopt(message.settings);
        this.#outbox.flush();
        break;
      case 'settings':
        this.#adopt(message.values);
        break;
      case 'credit':
        this.#gate.grant(message.frames);
        break;
      default:
        break;
    }
    if (document.hidden) {
      this.#pump.wake();
    } else if (message.type === 'credit') {
      this.#pump.creditGranted();
    }
  }

  #adopt(values: SettingValues): void {
    this.#inForce = values;
    this.#pump.paused = values['freeze'] === true || values['input'] === 'none';
    this.#pump.restless = values['random_seed'] === true || Number(values['seed_walk']) > 0;
    this.#pump.settling = 1 + Number(values['transition_frames'] ?? 0);
    this.#pump.nudge();
  }

  #shown({ sequence, latencyMs }: Shown): void {
    this.session.send(
      latencyMs === undefined
        ? { type: 'shown', sequence }
        : { type: 'shown', sequence, latencyMs: Math.round(latencyMs * 10) / 10 },
    );
    if (!document.hidden) {
      this.#statistics.recordShown(performance.now(), latencyMs);
    }
    // It may have been on its way to the screen when its source went.
    if (this.#isOfThisSource(sequence)) {
      this.#setPainted(true);
    }
  }
}

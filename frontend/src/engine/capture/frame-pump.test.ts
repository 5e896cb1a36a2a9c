import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Listeners } from '../listeners';
import type { FrameHeader } from '../protocol/frame-header';
import { CreditGate } from '../session/credit-gate';
import { deviceProblemOf } from './capture-devices';
import { FramePump } from './frame-pump';
import type { FrameSource } from './frame-source';
import { fitPicture } from './picture-fit';

class TestSource implements FrameSource {
  readonly news = new Listeners<undefined>();
  takenAt = 0;
  constructor(readonly still: boolean) {}
  picture() {
    return { image: {} as CanvasImageSource, width: 4, height: 4, mirrored: false, takenAt: this.takenAt };
  }
  subscribe(listener: () => void) {
    return this.news.add(listener);
  }
  changed() {
    this.news.emit(undefined);
  }
  close() {
    // Nothing to let go of.
  }
}

function pumpTo(gate: CreditGate, live = { value: true }) {
  const sent: FrameHeader[] = [];
  const pump = new FramePump({
    gate,
    encode: () => Promise.resolve(new Blob()),
    send: (header) => {
      if (live.value) {
        sent.push(header);
      }
      return live.value;
    },
    now: () => Date.now(),
  });
  return { pump, sent };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('frame pump', () => {
  test('sends nothing without credit and the newest picture with it', async () => {
    const gate = new CreditGate();
    const { pump, sent } = pumpTo(gate);
    const source = new TestSource(false);
    pump.connect(source);
    source.changed();
    await settle();
    expect(sent).toEqual([]);
    source.takenAt = 12.5;
    source.changed();
    gate.grant(1);
    pump.creditGranted();
    await settle();
    expect(sent).toEqual([{ kind: 1, source: 1, sequence: 1, captureTime: 12_500 }]);
    expect(gate.frames).toBe(0);
  });

  test('sends a moving picture only when there is a new one', async () => {
    const gate = new CreditGate();
    gate.grant(10);
    const { pump, sent } = pumpTo(gate);
    const source = new TestSource(false);
    pump.connect(source);
    await settle();
    pump.painted(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
    source.changed();
    await settle();
    expect(sent.map((header) => header.sequence)).toEqual([1, 2]);
  });

  test('numbers sources, so that the server can tell a cut from a movement', async () => {
    const gate = new CreditGate();
    gate.grant(10);
    const { pump, sent } = pumpTo(gate);
    const camera = new TestSource(false);
    pump.connect(camera);
    await settle();
    camera.changed();
    await settle();
    pump.connect(new TestSource(false));
    await settle();
    expect(sent.map((header) => header.source)).toEqual([1, 1, 2]);
  });

  test('repeats a still picture eagerly after a change, then four times a second', async () => {
    const gate = new CreditGate();
    const { pump, sent } = pumpTo(gate);
    const source = new TestSource(true);
    pump.connect(source);
    for (let tick = 0; tick < 20; tick += 1) {
      gate.grant(1);
      pump.creditGranted();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(sent).toHaveLength(20);
    await vi.advanceTimersByTimeAsync(2000);
    gate.grant(100);
    pump.creditGranted();
    await settle();
    const before = sent.length;
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.length - before).toBe(8);
  });

  test('does not rest while every picture is painted differently', async () => {
    const gate = new CreditGate();
    const { pump, sent } = pumpTo(gate);
    pump.restless = true;
    pump.connect(new TestSource(true));
    await vi.advanceTimersByTimeAsync(5000);
    for (let tick = 0; tick < 10; tick += 1) {
      gate.grant(1);
      pump.creditGranted();
      await settle();
    }
    expect(sent).toHaveLength(10);
  });

  test('gives credit back when the connection was lost meanwhile', async () => {
    const gate = new CreditGate();
    gate.grant(1);
    const live = { value: false };
    const { pump } = pumpTo(gate, live);
    pump.connect(new TestSource(false));
    await settle();
    expect(gate.frames).toBe(1);
  });

  test('sends a still picture until the picture has arrived where it glides to', async () => {
    const gate = new CreditGate();
    const { pump, sent } = pumpTo(gate);
    pump.settling = 12;
    pump.connect(new TestSource(true));
    // The server is slow, so that the lively time is over before all are painted.
    for (let frame = 0; frame < 16; frame += 1) {
      gate.grant(1);
      pump.creditGranted();
      expect(pump.resting).toBe(false);
      await vi.advanceTimersByTimeAsync(300);
      pump.painted(sent.length);
      if (sent.length === 12) {
        break;
      }
    }
    expect(sent).toHaveLength(12);
    expect(pump.resting).toBe(true);
  });

  test('sends a moving picture that came to a stand until one taken afterwards was painted', async () => {
    const gate = new CreditGate();
    gate.grant(20);
    const { pump, sent } = pumpTo(gate);
    const source = new TestSource(false);
    pump.connect(source);
    for (let frame = 0; frame < 5; frame += 1) {
      await vi.advanceTimersByTimeAsync(40);
      source.changed();
    }
    await settle();
    // While it moves, nothing is sent twice.
    expect(sent).toHaveLength(6);
    // Three steps: each frame pushes the picture of the one two before it out.
    await vi.advanceTimersByTimeAsync(150);
    pump.painted(5);
    await vi.advanceTimersByTimeAsync(150);
    pump.painted(6);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(8);
    pump.nudge();
    // The server replaced one that waited, so it takes one more.
    for (const came of [7, 8, 8]) {
      await vi.advanceTimersByTimeAsync(150);
      pump.painted(came);
    }
    pump.painted(9);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(12);
  });

  test('takes no picture of before for the one of a change, also while a frame is being encoded', async () => {
    const gate = new CreditGate();
    gate.grant(20);
    const { pump, sent } = pumpTo(gate);
    pump.connect(new TestSource(false));
    pump.nudge();
    await settle();
    expect(sent).toHaveLength(2);
    pump.painted(1);
    await vi.advanceTimersByTimeAsync(150);
    expect(sent).toHaveLength(3);
    pump.painted(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(3);
  });

  test('gives up in the end where a server paints nothing of what looks the same', async () => {
    const gate = new CreditGate();
    gate.grant(1000);
    const { pump, sent } = pumpTo(gate);
    pump.connect(new TestSource(false));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(100);
  });

  test('tries a picture that cannot be encoded now and then, not without a pause', async () => {
    const gate = new CreditGate();
    gate.grant(1);
    let tries = 0;
    let broken = true;
    const sent: FrameHeader[] = [];
    const pump = new FramePump({
      gate,
      encode: () => {
        tries += 1;
        // Gives up by itself in the end, so that a pump without a pause fails this test and does not hang it.
        return broken && tries < 100
          ? Promise.reject(new Error('no canvas left'))
          : Promise.resolve(new Blob());
      },
      send: (header) => sent.push(header) > 0,
      now: () => Date.now(),
    });
    pump.connect(new TestSource(true));
    await vi.advanceTimersByTimeAsync(2000);
    expect(tries).toBe(9);
    expect(gate.frames).toBe(1);
    broken = false;
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toHaveLength(1);
  });

  test('holds while paused and goes on afterwards', async () => {
    const gate = new CreditGate();
    gate.grant(5);
    const { pump, sent } = pumpTo(gate);
    pump.paused = true;
    const source = new TestSource(false);
    pump.connect(source);
    source.changed();
    await settle();
    expect(sent).toEqual([]);
    pump.paused = false;
    await settle();
    expect(sent).toHaveLength(1);
  });

  test('forgets a source that was taken away', async () => {
    const gate = new CreditGate();
    gate.grant(5);
    const { pump, sent } = pumpTo(gate);
    const source = new TestSource(false);
    pump.connect(source);
    pump.connect(undefined);
    source.changed();
    await settle();
    expect(sent).toEqual([]);
  });
});

describe('fit', () => {
  test('crops to the aspect and makes it smaller', () => {
    expect(fitPicture({ width: 1280, height: 720 }, { width: 512, height: 512 }, 'crop')).toEqual({
      sourceX: 280,
      sourceY: 0,
      sourceWidth: 720,
      sourceHeight: 720,
      width: 512,
      height: 512,
    });
  });

  test('never makes a picture larger', () => {
    expect(fitPicture({ width: 100, height: 200 }, { width: 512, height: 512 }, 'crop')).toMatchObject({
      sourceY: 50,
      width: 100,
      height: 100,
    });
    expect(fitPicture({ width: 100, height: 200 }, { width: 512, height: 512 }, 'letterbox')).toMatchObject({
      width: 100,
      height: 200,
    });
  });

  test('keeps all of it for a letterbox', () => {
    expect(fitPicture({ width: 1280, height: 720 }, { width: 512, height: 512 }, 'letterbox')).toMatchObject({
      sourceWidth: 1280,
      width: 512,
      height: 288,
    });
  });
});

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'unknown'],
])('reads %s as %s', (name, problem) => {
  expect(deviceProblemOf(new DOMException('x', name))).toBe(problem);
});

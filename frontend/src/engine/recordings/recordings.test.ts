import { describe, expect, test } from 'vitest';
import { MessageFormatError, read } from '../reading';
import { ReplayPlayer } from './replay-player';
import { clock, gapAt, indexAt, promptBeside, settingsAt, timelineSchema } from './timeline';

const ANSWER = {
  session: '5b0e',
  startedAt: '2026-11-23T10:00:00Z',
  durationMs: 10_000,
  recording: false,
  keepsInput: false,
  frames: 4,
  bytes: 400,
  bundle: 'handmade',
  prompt: 'a wolf',
  thumbnail: null,
  repaintOf: null,
  prompts: [
    { offsetMs: 0, source: 'typed', language: null, prompt: 'a fox', negativePrompt: '' },
    { offsetMs: 4_000, source: 'spoken', language: 'en', prompt: 'a wolf', negativePrompt: 'snow' },
  ],
  settings: [
    { offsetMs: 3, changes: { seed: 1, strength: 0.5 } },
    { offsetMs: 2_000, changes: { strength: 0.8 } },
  ],
  outputs: { numbers: [2, 5, 7, 9], offsetsMs: [10, 1_000, 2_000, 9_000], seeds: [1, 1, 1, 1] },
  inputs: { numbers: [], offsetsMs: [], seeds: [] },
  gaps: [
    { startMs: 3_000, endMs: 3_500, lost: 4, reason: 'unwritten' },
    { startMs: 5_000, endMs: 8_000, lost: 0, reason: 'paused' },
  ],
  export: { playedMs: 7_000, maxFilmMs: 1_800_000, maxGifMs: 60_000 },
};
const timeline = read(timelineSchema, ANSWER, 'timeline');

describe('time line', () => {
  test('finds what is on the screen at a moment', () => {
    expect([0, 10, 999, 1_000, 99_999].map((at) => indexAt(timeline.outputs.offsetsMs, at))).toEqual([
      -1, 0, 0, 1, 3,
    ]);
    expect(indexAt([], 5)).toBe(-1);
  });

  test('puts settings back to a moment, with the prompt that was in force', () => {
    expect(settingsAt(timeline, 0)).toEqual({ seed: 1, strength: 0.5, prompt: 'a fox', negative_prompt: '' });
    expect(settingsAt(timeline, 4_000)).toEqual({
      seed: 1,
      strength: 0.8,
      prompt: 'a wolf',
      negative_prompt: 'snow',
    });
  });

  test('leaves the prompt alone where it was deleted from the history', () => {
    expect(settingsAt({ ...timeline, prompts: [] }, 4_000)).toEqual({ seed: 1, strength: 0.8 });
  });

  test('jumps between prompts', () => {
    expect(promptBeside(timeline, 0, 1)).toBe(4_000);
    expect(promptBeside(timeline, 4_000, 1)).toBeUndefined();
    expect(promptBeside(timeline, 6_000, -1)).toBe(4_000);
    expect(promptBeside(timeline, 4_100, -1)).toBe(0);
  });

  test('knows where nothing was kept', () => {
    expect(gapAt(timeline, 3_200)?.lost).toBe(4);
    expect(gapAt(timeline, 3_500)).toBeUndefined();
  });

  test('refuses an answer of another shape', () => {
    expect(() =>
      read(timelineSchema, { ...ANSWER, outputs: { numbers: ['x'], offsetsMs: [] } }, 'timeline'),
    ).toThrow(MessageFormatError);
  });

  test('tells times as people do', () => {
    expect([0, 59_999, 75_000, 3_605_000].map(clock)).toEqual(['0:00', '0:59', '1:15', '1:00:05']);
  });
});

/** A world in which a test moves the time, and pictures come when it says so. */
class World {
  time = 0;
  readonly drawn: number[] = [];
  readonly asked: number[] = [];
  readonly closed: number[] = [];
  held = new Set<number>();
  #repaints: (() => void)[] = [];
  #waiting = new Map<number, () => void>();
  readonly player = new ReplayPlayer(timeline, {
    load: (number, signal) => {
      this.asked.push(number);
      return new Promise((resolve, reject) => {
        const come = () => {
          resolve({ number, width: 4, height: 4, close: () => this.closed.push(number) } as never);
        };
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        if (this.held.has(number)) {
          this.#waiting.set(number, come);
        } else {
          come();
        }
      });
    },
    now: () => this.time,
    beforeRepaint: (callback) => {
      this.#repaints.push(callback);
      return () => {
        this.#repaints = this.#repaints.filter((each) => each !== callback);
      };
    },
  });

  constructor() {
    this.player.attach('output', {
      width: 0,
      height: 0,
      getContext: () => ({
        drawImage: (picture: { number: number }) => this.drawn.push(picture.number),
      }),
    } as never);
  }

  release(number: number): void {
    this.held.delete(number);
    this.#waiting.get(number)?.();
  }

  /** Lets the time pass in steps of a screen of 50 Hz. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left >= 0; left -= 20) {
      const repaints = this.#repaints;
      this.#repaints = [];
      for (const repaint of repaints) {
        repaint();
      }
      // Until every promise that can be kept by now is kept.
      await new Promise(setImmediate);
      this.time += 20;
    }
  }
}

describe('player', () => {
  test('shows the first picture at once and every one at its time, skipping what was switched off', async () => {
    const world = new World();
    await world.pass(40);
    expect(world.drawn).toEqual([2]);
    world.player.play();
    await world.pass(1_100);
    expect(world.drawn).toEqual([2, 5]);
    await world.pass(5_000);
    // From 5 to 8 s recording was off: after 6.1 s the place is beyond 9 s.
    expect(world.drawn).toEqual([2, 5, 7, 9]);
    expect(world.player.state.at).toBeGreaterThan(9_000);
    await world.pass(1_500);
    expect(world.player.state).toMatchObject({ playing: false, at: 10_000 });
  });

  test('plays as fast as it is asked to', async () => {
    const world = new World();
    world.player.speed = 4;
    world.player.play();
    await world.pass(600);
    expect(world.player.state.at).toBeGreaterThan(1_800);
    expect(world.player.state.at).toBeLessThan(2_600);
  });

  test('goes on where it was after a time in which nothing was repainted', async () => {
    const world = new World();
    world.player.play();
    await world.pass(500);
    world.time += 60_000;
    await world.pass(100);
    expect(world.player.state).toMatchObject({ playing: true });
    expect(world.player.state.at).toBeLessThan(1_000);
  });

  test('waits for a picture that is late instead of skipping it', async () => {
    const world = new World();
    world.held.add(5);
    world.player.play();
    await world.pass(2_000);
    expect(world.player.state).toMatchObject({ loading: true });
    expect(world.player.state.at).toBeLessThan(1_100);
    world.release(5);
    await world.pass(200);
    expect(world.drawn).toEqual([2, 5]);
    expect(world.player.state.loading).toBe(false);
  });

  test('steps, jumps and seeks, and lets go of what is far away', async () => {
    const world = new World();
    world.player.step(1);
    expect(world.player.state.at).toBe(1_000);
    world.player.jump(1);
    expect(world.player.state.at).toBe(4_000);
    world.player.seek(99_999);
    expect(world.player.state.at).toBe(10_000);
    await world.pass(60);
    expect(world.drawn.at(-1)).toBe(9);
    world.player.close();
    expect(new Set(world.closed)).toEqual(new Set(world.asked));
  });
});

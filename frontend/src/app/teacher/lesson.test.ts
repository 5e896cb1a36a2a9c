import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import golden from '../../engine/classroom/room-messages.golden.json';
import { Lesson } from './lesson.svelte';

/** A socket that the test speaks through. */
class Socket {
  static readonly OPEN = 1;
  static readonly all: Socket[] = [];
  readonly readyState = Socket.OPEN;
  readonly sent: unknown[] = [];
  binaryType = '';
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Socket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.({ code: 1005 });
  }

  says(...messages: readonly unknown[]): void {
    for (const message of messages) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }
}

const WELCOME = golden.server.find(({ type }) => type === 'welcome');
const DOOR = {
  id: 'room',
  name: '4b',
  joinCode: 'ABCDEFGH',
  open: true,
  shared: false,
  naming: 'typed',
  names: [],
  lobby: false,
};
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/ticket': { socket: '/ws/classrooms/t' },
  '/works': { works: [] },
  '/api/classrooms/room': DOOR,
};

const student = (id: string, seat: number) => ({
  id,
  seat,
  name: id,
  present: true,
  state: 'resting',
  fps: 0,
  blackedOut: false,
  watched: false,
});
const wall = (...students: readonly unknown[]) => ({ type: 'wall', students });

let reachable = true;

beforeEach(() => {
  reachable = true;
  Socket.all.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('location', { href: 'http://school.test/teacher.html' });
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', (path: string) => {
    const answer = Object.entries(ANSWERS).find(([end]) => path.endsWith(end));
    return reachable && answer
      ? Promise.resolve(Response.json(answer[1]))
      : Promise.reject(new TypeError('away'));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The newest socket of a lesson that has opened one. */
async function socket(): Promise<Socket> {
  await vi.advanceTimersByTimeAsync(2000);
  return Socket.all.at(-1) as Socket;
}

describe('a lesson', () => {
  test('has its door as soon as the server can be reached', async () => {
    reachable = false;
    const lesson = new Lesson('room');
    const close = lesson.open();
    await vi.advanceTimersByTimeAsync(5000);
    expect(lesson.door).toBeUndefined();
    reachable = true;
    (await socket()).says(WELCOME);
    await vi.advanceTimersByTimeAsync(0);
    expect(lesson.door).toEqual(DOOR);
    close();
  });

  test('keeps to the same students on another server, which knows nobody at first and gives other seats', async () => {
    const lesson = new Lesson('room');
    const close = lesson.open();
    const before = await socket();
    before.says(WELCOME, wall(student('ada', 1), student('ben', 2), student('cem', 3)));
    lesson.choose(lesson.students[1] as never, true);
    lesson.look(lesson.students[2]);
    expect(before.sent).toEqual([{ type: 'look', student: 3 }]);

    before.close();
    const after = await socket();
    expect(after).not.toBe(before);
    after.says(WELCOME, wall());
    expect(after.sent).toEqual([]);
    after.says(wall(student('cem', 1), student('ben', 7)));
    expect(lesson.lookedAt?.id).toBe('cem');
    expect(after.sent).toEqual([{ type: 'look', student: 1 }]);
    lesson.push({ prompt: 'a cat' });
    expect(after.sent.at(-1)).toEqual({ type: 'push', to: [7], values: { prompt: 'a cat' } });

    after.says(wall(student('ben', 7)));
    expect(lesson.lookedAt).toBeUndefined();
    expect(after.sent.at(-1)).toEqual({ type: 'look' });
    close();
  });

  test('says of what was not sent that it was not, also once it is connected again', async () => {
    const lesson = new Lesson('room');
    const close = lesson.open();
    const before = await socket();
    before.says(WELCOME, wall(student('ada', 1)));
    before.close();
    lesson.push({ prompt: 'a cat' });
    const { problem } = lesson;
    expect(problem).not.toBe('');
    (await socket()).says(WELCOME, wall(student('ada', 1)));
    await vi.advanceTimersByTimeAsync(0);
    expect(lesson.problem).toBe(problem);
    close();
  });

  test('is looked at again over another socket of the same server', async () => {
    const lesson = new Lesson('room');
    const close = lesson.open();
    const before = await socket();
    before.says(WELCOME, wall(student('ada', 1)));
    lesson.look(lesson.students[0]);
    before.close();
    const after = await socket();
    after.says(WELCOME, wall(student('ada', 1)));
    expect(after.sent).toEqual([{ type: 'look', student: 1 }]);
    after.says(wall(student('ada', 1)));
    expect(after.sent).toHaveLength(1);
    close();
  });
});

import { describe, expect, test, vi } from 'vitest';
import { ProblemError, problemOfResponse } from '../session/problem';
import { RoomConnection, type RoomState } from './room-connection';
import golden from './room-messages.golden.json';
import { decodeRoomMessage, type RoomCommand } from './room-messages';
import { decodePictures, PictureFormatError } from './room-pictures';

describe('text messages', () => {
  test.each(golden.server.map((message) => [message.type, message] as const))(
    'reads %s as the golden file has it',
    (_type, message) => {
      expect(decodeRoomMessage(JSON.stringify(message))).toEqual(message);
    },
  );

  test('has an example of every command', () => {
    const types: Record<RoomCommand['type'], true> = {
      push: true,
      'eyes-here': true,
      'black-out': true,
      spotlight: true,
      look: true,
      task: true,
      timer: true,
      screen: true,
      lock: true,
      priority: true,
      'lower-hand': true,
      hand: true,
      undo: true,
    };
    expect(new Set(golden.client.map(({ type }) => type))).toEqual(new Set(Object.keys(types)));
  });

  test.each(['', '{}', '{"type":"nonsense"}', '{"type":"wall"}'])('refuses %s', (text) => {
    expect(() => decodeRoomMessage(text)).toThrow();
  });
});

describe('pictures', () => {
  const message = new Uint8Array([1, 1, 0, 2, 0, 0, 0, 7, 0, 0, 0, 2, 8, 9, 0, 0, 1, 0, 0, 0, 0, 1, 5])
    .buffer;

  test('come several at once, by seats', () => {
    const { kind, pictures } = decodePictures(message);
    expect(kind).toBe('thumbnail');
    expect([...pictures].map(([seat, jpeg]) => [seat, [...jpeg]])).toEqual([
      [7, [8, 9]],
      [256, [5]],
    ]);
  });

  test('are of six kinds', () => {
    const kinds = [1, 2, 3, 4, 5, 6].map(
      (code) => decodePictures(new Uint8Array([1, code, 0, 0]).buffer).kind,
    );
    expect(kinds).toEqual(['thumbnail', 'large', 'spotlight', 'underlay', 'image', 'input']);
    expect(() => decodePictures(new Uint8Array([1, 7, 0, 0]).buffer)).toThrow('kind 7');
  });

  test('are refused wherever they are cut off', () => {
    for (let length = 0; length < message.byteLength; length += 1) {
      expect(() => decodePictures(message.slice(0, length))).toThrow(PictureFormatError);
    }
  });
});

/** A socket that the test opens, closes and speaks through. */
class FakeSocket {
  readonly readyState = 1;
  binaryType = '';
  onmessage: ((event: { data: unknown }) => void) | null | undefined;
  onclose: ((event: { code: number }) => void) | null | undefined;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.onclose?.({ code: 1005 });
  }
}

describe('a connection', () => {
  const welcome = JSON.stringify(golden.server[0]);

  function connect(ticket: () => Promise<string> = () => Promise.resolve('/ws/classrooms/t')) {
    vi.stubGlobal('WebSocket', { OPEN: 1 });
    vi.useFakeTimers();
    const sockets: FakeSocket[] = [];
    const states: RoomState[] = [];
    const openSocket = () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    };
    const room = new RoomConnection({ api: { ticket }, openSocket, chance: () => 0 }, 'room');
    room.states.add((state) => states.push(state));
    room.start();
    return { room, sockets, states };
  }

  test('comes back with a new ticket after it broke', async () => {
    const { sockets, states } = connect();
    await vi.advanceTimersByTimeAsync(0);
    sockets[0]?.onmessage?.({ data: welcome });
    expect(states.at(-1)).toEqual({ kind: 'live' });
    sockets[0]?.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
    sockets[1]?.onmessage?.({ data: welcome });
    expect(states.at(-1)).toEqual({ kind: 'live' });
  });

  test('leaves a socket on which nothing is heard any more', async () => {
    const { room, sockets, states } = connect();
    await vi.advanceTimersByTimeAsync(0);
    const lesson = JSON.stringify(golden.server.find(({ type }) => type === 'lesson'));
    sockets[0]?.onmessage?.({ data: welcome });
    for (let repeat = 0; repeat < 10; repeat += 1) {
      await vi.advanceTimersByTimeAsync(5000);
      sockets[0]?.onmessage?.({ data: lesson });
    }
    await vi.advanceTimersByTimeAsync(14_000);
    expect(states.at(-1)).toEqual({ kind: 'live' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toEqual({ kind: 'connecting' });
    expect(sockets[0]).toMatchObject({ onmessage: null, onclose: null });
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
    // A socket that never says anything is no better.
    await vi.advanceTimersByTimeAsync(16_000);
    expect(sockets).toHaveLength(3);
    room.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(3);
  });

  test('stays away after it was sent away, and says why', async () => {
    const { sockets, states } = connect();
    await vi.advanceTimersByTimeAsync(0);
    sockets[0]?.onmessage?.({ data: JSON.stringify({ type: 'error', code: 'x', detail: 'You are out.' }) });
    sockets[0]?.onclose?.({ code: 4410 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toEqual({
      kind: 'over',
      problem: { code: 'x', detail: 'You are out.' },
    });
  });

  test('is over when there is no ticket for it, and tries again when the server does not answer', async () => {
    const refused = connect(() =>
      Promise.reject(new ProblemError(403, 'not-in-the-classroom', 'Not in it.')),
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(refused.states.at(-1)).toEqual({
      kind: 'over',
      problem: { code: 'not-in-the-classroom', detail: 'Not in it.' },
    });

    // A page of something between is no answer of the server.
    const between = await problemOfResponse(new Response('<h1>Blocked</h1>', { status: 403 }));
    for (const error of [new TypeError('away'), between]) {
      let calls = 0;
      const away = connect(() => {
        calls += 1;
        return calls === 1 ? Promise.reject(error) : Promise.resolve('/ws/classrooms/t');
      });
      await vi.advanceTimersByTimeAsync(500);
      expect(away.sockets).toHaveLength(1);
    }
  });

  test('says nothing more once it is stopped', async () => {
    const { room, sockets, states } = connect();
    await vi.advanceTimersByTimeAsync(0);
    const before = states.length;
    room.stop();
    sockets[0]?.onmessage?.({ data: welcome });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toHaveLength(before);
    expect(sockets).toHaveLength(1);
    expect(room.send({ type: 'undo' })).toBe(false);
  });
});

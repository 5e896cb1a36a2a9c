import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ServerSettings } from '../settings/server-settings';
import type { ConnectionState } from './connection-state';
import { LiveSession } from './live-session';
import { ProblemError } from './problem';
import type { SessionApi } from './session-api';

/** A socket whose other end is the test. */
class TestSocket {
  static readonly OPEN = 1;
  /** Whether handshakes are answered. */
  static answering = true;
  readyState = TestSocket.answering ? 1 : 0;
  binaryType = '';
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: (string | Blob)[] = [];

  constructor(readonly path: string) {}

  send(data: string | Blob): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  drops(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function world() {
  const sockets: TestSocket[] = [];
  const states: ConnectionState[] = [];
  let stored: string | undefined;
  let opened = 0;
  const api = {
    settings: vi.fn(() => Promise.resolve({} as ServerSettings)),
    open: vi.fn((_settings: object) => {
      opened += 1;
      return Promise.resolve({ id: `session-${opened}`, settings: {} });
    }),
    find: vi.fn((id: string) => Promise.resolve({ id, settings: {} })),
  };
  const session = new LiveSession({
    api: api as unknown as SessionApi,
    memory: {
      read: () => stored,
      write: (id) => (stored = id),
      forget: () => (stored = undefined),
    },
    openSocket: (path) => {
      const socket = new TestSocket(path);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    chance: () => 0,
  });
  session.states.add((state) => states.push(state));
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) {
      throw new Error('no socket was opened');
    }
    return socket;
  };
  const welcome = (settings: object = {}) => {
    last().says({ type: 'welcome', session: 'session-1', settings, outputWindow: 3 });
  };
  return { session, api, sockets, states, last, welcome, stored: () => stored };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', TestSocket);
  TestSocket.answering = true;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('opens a session, remembers it and is live after the welcome', async () => {
  const { session, last, welcome, stored } = world();
  session.start();
  await settle();
  expect(last().path).toBe('/ws/sessions/session-1');
  expect(session.send({ type: 'ping', id: 1 })).toBe(false);
  welcome();
  expect(session.state).toEqual({ kind: 'live', session: 'session-1' });
  expect(stored()).toBe('session-1');
  expect(session.send({ type: 'ping', id: 1 })).toBe(true);
});

test('comes back to the same session and takes its socket over', async () => {
  const { session, last, welcome, api } = world();
  session.start();
  await settle();
  welcome();
  last().drops(1006);
  expect(session.state).toMatchObject({ kind: 'waiting', loss: { reason: 'unreachable' }, attempt: 1 });
  await vi.advanceTimersByTimeAsync(500);
  // Without a request before: it might go out on a connection that died with the network.
  expect(api.find).not.toHaveBeenCalled();
  expect(last().path).toBe('/ws/sessions/session-1?takeover=1');
  welcome();
  expect(session.state.kind).toBe('live');
  expect(api.open).toHaveBeenCalledOnce();
});

test('waits longer at first, never long, and starts over once it was live', async () => {
  const { session, last, welcome, states } = world();
  session.start();
  await settle();
  welcome();
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    last().drops(1006);
    const { state } = session;
    if (state.kind === 'waiting') {
      pauses.push(state.retryAt - Date.now());
      await vi.advanceTimersByTimeAsync(state.retryAt - Date.now());
    }
  }
  expect(pauses).toEqual([500, 1000, 1500, 1500, 1500, 1500]);
  welcome();
  last().drops(1006);
  expect(states.at(-1)).toMatchObject({ kind: 'waiting', attempt: 1 });
});

test('tries again soon, then more patiently, while nothing comes through and nothing tells so', async () => {
  const { session, last, sockets, welcome } = world();
  session.start();
  await settle();
  welcome();
  TestSocket.answering = false;
  // Until the silence is noticed.
  await vi.advanceTimersByTimeAsync(8000);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const before = sockets.length;
    await vi.advanceTimersByTimeAsync(attempt < 2 ? 5000 : 11_500);
    expect(sockets.length).toBeGreaterThan(before);
  }
  while (session.state.kind !== 'connecting') {
    await vi.advanceTimersByTimeAsync(100);
  }
  welcome();
  expect(session.state.kind).toBe('live');
  expect(last().path).toContain('takeover=1');
});

test('comes back over a network on which a socket takes long to open', async () => {
  const { session, last, welcome } = world();
  session.start();
  await settle();
  welcome();
  TestSocket.answering = false;
  last().drops(1006);
  const asked = new Map<object, number>();
  for (let step = 0; step < 1500 && session.state.kind !== 'live'; step += 1) {
    await vi.advanceTimersByTimeAsync(100);
    const socket = last();
    asked.set(socket, asked.get(socket) ?? Date.now());
    if (socket.readyState === 0 && Date.now() - (asked.get(socket) ?? 0) >= 6000) {
      socket.readyState = TestSocket.OPEN;
      welcome();
    }
  }
  expect(session.state.kind).toBe('live');
});

test('asks anew when the network returns while a socket hangs', async () => {
  const { session, last, sockets, welcome } = world();
  session.start();
  await settle();
  welcome();
  TestSocket.answering = false;
  last().drops(1006);
  await vi.advanceTimersByTimeAsync(600);
  expect(session.state.kind).toBe('connecting');
  TestSocket.answering = true;
  session.networkReturned();
  expect(sockets).toHaveLength(3);
  // One that is open only waits for its welcome.
  session.networkReturned();
  expect(sockets).toHaveLength(3);
});

test('waits for the welcome of a slow server once its socket is open', async () => {
  const { session, last, sockets, welcome } = world();
  session.start();
  await settle();
  welcome();
  last().drops(1006);
  await vi.advanceTimersByTimeAsync(500);
  await vi.advanceTimersByTimeAsync(9000);
  expect(sockets).toHaveLength(2);
  welcome();
  expect(session.state.kind).toBe('live');
});

test('opens a new session with the old settings when the old one is gone', async () => {
  const { session, last, welcome, api } = world();
  session.start();
  await settle();
  welcome({ prompt: 'a fox', strength: 0.4 });
  last().drops(1006);
  await vi.advanceTimersByTimeAsync(500);
  last().drops(4401);
  await vi.advanceTimersByTimeAsync(1000);
  expect(api.settings).toHaveBeenCalledTimes(2);
  expect(api.open).toHaveBeenLastCalledWith({ prompt: 'a fox', strength: 0.4 }, expect.anything());
  expect(last().path).toBe('/ws/sessions/session-2');
});

test('falls back to the defaults of the server when it no longer takes the old settings', async () => {
  const { session, last, welcome, api } = world();
  session.start();
  await settle();
  welcome({ width: 512 });
  api.open.mockRejectedValueOnce(new ProblemError(400, 'settings-invalid', 'width'));
  last().drops(4401);
  await vi.advanceTimersByTimeAsync(500);
  expect(api.open).toHaveBeenLastCalledWith({}, expect.anything());
  expect(last().path).toBe('/ws/sessions/session-2');
});

test('keeps what a server with other models still takes', async () => {
  const { session, last, welcome, api } = world();
  session.start();
  await settle();
  welcome({ prompt: 'a fox', ip_adapter_scale: 0.5, mode: 'human' });
  const errors = [{ property: 'ip_adapter_scale', detail: 'unknown' }];
  api.open
    .mockRejectedValueOnce(new ProblemError(400, 'settings-invalid', 'ip_adapter_scale', errors))
    .mockRejectedValueOnce(new ProblemError(409, 'mode-unavailable', 'There is no matting model.'));
  last().drops(4401);
  await vi.advanceTimersByTimeAsync(500);
  expect(api.open).toHaveBeenLastCalledWith({ prompt: 'a fox' }, expect.anything());
  expect(last().path).toBe('/ws/sessions/session-2');
});

test('leaves the session to the tab that took it over, until it is asked back', async () => {
  const { session, last, welcome, sockets } = world();
  session.start();
  await settle();
  welcome();
  last().drops(4408);
  expect(session.state).toEqual({ kind: 'stopped', reason: 'elsewhere' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
  session.start();
  await settle();
  expect(last().path).toContain('takeover=1');
});

test('opens no other session for nobody, until the user is back', async () => {
  const { session, last, welcome, sockets, api, stored } = world();
  session.start();
  await settle();
  welcome({ prompt: 'a fox' });
  last().drops(4001);
  expect(session.state).toEqual({ kind: 'stopped', reason: 'unused' });
  expect(stored()).toBeUndefined();
  session.networkReturned();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sockets).toHaveLength(1);
  session.userReturned();
  await settle();
  expect(api.open).toHaveBeenLastCalledWith({ prompt: 'a fox' }, expect.anything());
  expect(last().path).toBe('/ws/sessions/session-2');
});

test('a user who does something is no reason to connect after any other end', async () => {
  const { session, last, welcome, sockets } = world();
  session.start();
  await settle();
  welcome();
  last().drops(4408);
  session.userReturned();
  await settle();
  expect(sockets).toHaveLength(1);
});

test('says that the server is full and waits longer', async () => {
  const { session, api } = world();
  api.open.mockRejectedValue(new ProblemError(503, 'server-full', 'All 30 places are taken.'));
  session.start();
  await settle();
  expect(session.state).toMatchObject({
    kind: 'waiting',
    loss: {
      reason: 'server-full',
      problem: { code: 'server-full', message: 'All 30 places are taken.' },
    },
    retryAt: Date.now() + 5000,
  });
  // The reason is still the same while the page tries again.
  await vi.advanceTimersByTimeAsync(4999);
  api.open.mockReturnValue(new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(1);
  expect(session.state).toMatchObject({ kind: 'connecting', loss: { reason: 'server-full' } });
});

test('notices silence that the browser does not tell', async () => {
  const { session, welcome } = world();
  session.start();
  await settle();
  welcome();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(session.state.kind).not.toBe('live');
});

test('stays live as long as anything is heard', async () => {
  const { session, last, welcome, sockets } = world();
  session.start();
  await settle();
  welcome();
  for (let second = 0; second < 40; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    last().says({ type: 'pong', id: second });
  }
  expect(session.state.kind).toBe('live');
  expect(sockets).toHaveLength(1);
});

test('asks at once when the browser doubts the network', async () => {
  const { session, last, welcome } = world();
  session.start();
  await settle();
  welcome();
  await vi.advanceTimersByTimeAsync(100);
  session.networkDoubted();
  expect(last().sent.at(-1)).toContain('"ping"');
  await vi.advanceTimersByTimeAsync(2600);
  expect(session.state.kind).toBe('waiting');
  session.networkReturned();
  expect(session.state.kind).toBe('connecting');
});

test('gives up on a server that never says welcome', async () => {
  const { session, last } = world();
  session.start();
  await settle();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(session.state.kind).toBe('waiting');
  expect(last().readyState).toBe(3);
});

test('ignores messages that it does not know', async () => {
  const { session, last, welcome } = world();
  session.start();
  await settle();
  welcome();
  last().says({ type: 'fireworks' });
  last().onmessage?.({ data: new ArrayBuffer(3) });
  expect(session.state.kind).toBe('live');
});

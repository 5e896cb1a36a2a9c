import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OUTPUT_PICTURE } from '../protocol/frame-header';
import type { SessionApi } from '../session/session-api';
import { LiveStream } from './live-stream';

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('OffscreenCanvas', EventTarget);
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('undecodable')));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('acknowledges pictures that cannot be read, so that more are sent', async () => {
  const stream = new LiveStream({
    api: {} as unknown as SessionApi,
    memory: { read: () => undefined, write: () => undefined, forget: () => undefined },
    openSocket: () => {
      throw new Error('nothing connects here');
    },
    chance: () => 0,
  });
  const send = vi.spyOn(stream.session, 'send').mockReturnValue(true);
  for (const sequence of [1, 2, 3]) {
    const header = { kind: OUTPUT_PICTURE, source: 0, sequence, captureTime: 0 };
    stream.session.frames.emit({ header, jpeg: new Uint8Array([0xff]) });
  }
  await vi.waitFor(() => {
    expect(send.mock.calls.map(([message]) => message)).toEqual([
      { type: 'shown', sequence: 1 },
      { type: 'shown', sequence: 2 },
      { type: 'shown', sequence: 3 },
    ]);
  });
  expect(stream.summary().replaced).toBe(3);
});

import { describe, expect, test } from 'vitest';
import { type ClientMessage, encodeClientMessage } from './client-messages';
import { decodeFrame, encodeHeader, FrameFormatError, type FrameKind, HEADER_BYTES } from './frame-header';
import golden from './messages.golden.json';
import { MessageFormatError } from '../reading';
import { decodeServerMessage } from './server-messages';

const bytesOf = (hex: string) =>
  new Uint8Array((hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

describe('text messages of the page', () => {
  test.each(golden.client.map((message) => [message.type, message as ClientMessage] as const))(
    'writes %s as the golden file has it',
    (_type, message) => {
      expect(JSON.parse(encodeClientMessage(message))).toEqual(message);
    },
  );

  test('has an example of every type', () => {
    const types: Record<ClientMessage['type'], true> = {
      settings: true,
      prompt: true,
      shown: true,
      ping: true,
      'speech-start': true,
      'speech-pause': true,
      'speech-end': true,
      'speech-cancel': true,
    };
    expect(new Set(golden.client.map((message) => message.type))).toEqual(new Set(Object.keys(types)));
  });
});

describe('text messages of the server', () => {
  test.each(golden.server.map((message) => [message.type, message] as const))(
    'reads %s',
    (_type, message) => {
      expect(decodeServerMessage(JSON.stringify(message))).toEqual(message);
    },
  );

  test('ignores fields that a newer server may add', () => {
    expect(decodeServerMessage('{"type":"pong","id":3,"mood":"good"}')).toEqual({ type: 'pong', id: 3 });
  });

  test('takes a refusal without a list of errors', () => {
    expect(decodeServerMessage('{"type":"error","code":"internal","detail":"x"}')).toMatchObject({
      errors: [],
    });
  });

  const forPage = golden.invalid.filter((entry) => entry.to === 'page');
  test.each(forPage.map((entry) => [entry.reason, entry.text] as const))('refuses: %s', (_reason, text) => {
    expect(() => decodeServerMessage(text)).toThrow(MessageFormatError);
  });
});

describe('binary header', () => {
  test.each(golden.headers)('writes and reads $hex', ({ hex, kind, source, sequence, captureTime }) => {
    const header = { kind: kind as FrameKind, source, sequence, captureTime };
    expect(hexOf(encodeHeader(header))).toBe(hex);
    const message = new Uint8Array([...bytesOf(hex), 0xff, 0xd8, 0xff, 0xd9]);
    const frame = decodeFrame(message.buffer);
    expect(frame.header).toEqual(header);
    expect(hexOf(frame.jpeg)).toBe('ffd8ffd9');
  });

  test.each(golden.invalidHeaders)('refuses: $reason', ({ hex }) => {
    expect(() => decodeFrame(bytesOf(hex).buffer)).toThrow(FrameFormatError);
  });

  test('takes a header without a picture, which the painter then drops', () => {
    expect(
      decodeFrame(encodeHeader({ kind: 2, source: 0, sequence: 1, captureTime: 1 }).buffer).jpeg,
    ).toHaveLength(0);
    expect(HEADER_BYTES).toBe(16);
  });

  test.each([
    { kind: 1, source: -1, sequence: 1, captureTime: 0 },
    { kind: 1, source: 65536, sequence: 1, captureTime: 0 },
    { kind: 1, source: 0, sequence: -1, captureTime: 0 },
    { kind: 1, source: 0, sequence: 4294967296, captureTime: 0 },
    { kind: 1, source: 0, sequence: 0.5, captureTime: 0 },
    { kind: 1, source: 0, sequence: 1, captureTime: -1 },
    { kind: 1, source: 0, sequence: 1, captureTime: 1.5 },
  ] as const)('does not write source $source, sequence $sequence, capture time $captureTime', (header) => {
    expect(() => encodeHeader(header)).toThrow(FrameFormatError);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MessageFormatError } from '../reading';
import { OwnChanges } from './own-changes';
import { readControls } from './schema';
import { readServerSettings } from './server-settings';
import { SettingsOutbox } from './settings-outbox';
import { fractionDigits, problemOf } from './validation';

function only(property: object) {
  const [control] = readControls({ properties: { it: property } });
  if (!control) {
    throw new Error('no control');
  }
  return control;
}

describe('controls from the schema', () => {
  test('makes a range of a number with limits', () => {
    expect(
      only({
        type: 'number',
        field: 'range',
        title: 'Strength',
        default: 0.5,
        min: 0,
        max: 1,
        step: 0.01,
        group: 'picture',
      }),
    ).toEqual({
      kind: 'range',
      name: 'it',
      title: 'Strength',
      description: '',
      group: 'picture',
      advanced: false,
      initial: 0.5,
      min: 0,
      max: 1,
      step: 0.01,
    });
  });

  test.each([
    [
      { type: 'integer', field: 'seed', default: 7 },
      { kind: 'seed', initial: 7, min: 0, max: 4294967295 },
    ],
    [
      { type: 'boolean', field: 'checkbox', default: true },
      { kind: 'checkbox', initial: true },
    ],
    [
      { type: 'string', field: 'select', values: ['a', 'b'] },
      { kind: 'select', initial: 'a', values: ['a', 'b'] },
    ],
    [
      { type: 'string', field: 'textarea', maxLength: 9 },
      { kind: 'text', multiline: true, maxLength: 9 },
    ],
    [
      { type: 'string', field: 'text' },
      { kind: 'text', multiline: false, maxLength: 2000 },
    ],
    [
      { type: 'integer', minimum: 2, maximum: 4 },
      { kind: 'range', min: 2, max: 4, step: 1 },
    ],
    [
      { type: 'string', enum: ['x'] },
      { kind: 'select', values: ['x'] },
    ],
    [
      { type: 'string', field: 'hologram', hide: true },
      { kind: 'text', advanced: true },
    ],
  ])('reads %j', (property, expected) => {
    expect(only(property)).toMatchObject(expected);
  });

  test('keeps the order of the server', () => {
    const controls = readControls({ properties: { b: { type: 'string' }, a: { type: 'string' } } });
    expect(controls.map((control) => control.name)).toEqual(['b', 'a']);
  });

  test.each([undefined, {}, { properties: {} }, { properties: { a: 3 } }])('refuses %j', (schema) => {
    expect(() => readControls(schema)).toThrow(MessageFormatError);
  });
});

describe('server settings', () => {
  const answer = {
    info: { properties: { name: { default: 'SpeakDraw' }, version: { default: '1.2' } } },
    input_params: { properties: { prompt: { type: 'string', field: 'textarea' } } },
    bundle: { id: 'tiny', examples: ['a fox', 3] },
    devices: [{ id: 'cpu', title: 'CPU', fallback: null }],
    modes: [{ id: 'human', title: 'Person only', available: false, reason: 'no matting model' }],
    limits: { maxPromptCharacters: 100 },
  };

  test('reads what the page needs and fills in the rest', () => {
    expect(readServerSettings(answer)).toMatchObject({
      name: 'SpeakDraw',
      version: '1.2',
      bundle: { id: 'tiny', title: 'tiny', examples: ['a fox'] },
      devices: [{ id: 'cpu', fallback: '' }],
      modes: [{ available: false, reason: 'no matting model' }],
      limits: { maxPromptCharacters: 100, maxFrameBytes: 4194304 },
    });
  });

  test('tells whether and how speech is understood', () => {
    expect(readServerSettings(answer).speech).toBeUndefined();
    const speech = {
      available: true,
      reason: null,
      maxSeconds: 20,
      languages: ['en', 'fr'],
      translate: true,
    };
    expect(readServerSettings({ ...answer, speech }).speech).toEqual({ ...speech, reason: '' });
    expect(
      readServerSettings({ ...answer, speech: { available: false, reason: 'No model.' } }).speech,
    ).toEqual({
      available: false,
      reason: 'No model.',
      maxSeconds: 30,
      languages: [],
      translate: false,
    });
  });

  test('cannot do without a bundle', () => {
    expect(() => readServerSettings({ ...answer, bundle: undefined })).toThrow(MessageFormatError);
  });
});

describe('validation before sending', () => {
  const range = only({ type: 'number', min: 0, max: 1 });
  test.each([
    [range, 0.5, undefined],
    [range, 1.5, { kind: 'outside', min: 0, max: 1 }],
    [range, Number.NaN, { kind: 'no-number' }],
    [only({ type: 'integer', field: 'seed' }), 1.5, { kind: 'no-whole-number' }],
    [only({ type: 'integer', field: 'seed' }), 4294967296, { kind: 'outside', min: 0, max: 4294967295 }],
    [only({ type: 'string', values: ['a'] }), 'b', { kind: 'unlisted' }],
    [only({ type: 'string', maxLength: 2 }), '🦊🦊', undefined],
    [only({ type: 'string', maxLength: 2 }), 'abc', { kind: 'too-long', maxLength: 2 }],
    [only({ type: 'boolean' }), true, undefined],
  ])('%#', (control, value, problem) => {
    expect(problemOf(control, value)).toEqual(problem);
  });

  test.each([
    [1, 0],
    [64, 0],
    [0.1, 1],
    [0.01, 2],
    [0.005, 3],
    [0.25, 2],
    [2.5, 1],
  ])('a step of %d needs %d digits', (step, digits) => {
    expect(fractionDigits(step)).toBe(digits);
  });
});

describe('settings outbox', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('sends the first change at once and a dragged slider ten times a second', () => {
    const send = vi.fn(() => true);
    const outbox = new SettingsOutbox(send, 100);
    for (let step = 0; step < 60; step += 1) {
      outbox.put('strength', step / 100);
      vi.advanceTimersByTime(16);
    }
    vi.advanceTimersByTime(200);
    expect(send.mock.calls[0]).toEqual([{ strength: 0 }]);
    expect(send.mock.calls.length).toBeLessThan(12);
    expect(send).toHaveBeenLastCalledWith({ strength: 0.59 });
  });

  test('gathers changes of several settings', () => {
    const send = vi.fn(() => true);
    const outbox = new SettingsOutbox(send, 100);
    outbox.put('a', 1);
    outbox.put('b', 2);
    outbox.put('c', 3);
    vi.advanceTimersByTime(100);
    expect(send.mock.calls).toEqual([[{ a: 1 }], [{ b: 2, c: 3 }]]);
  });

  test('keeps what could not go out until the connection is back', () => {
    let live = false;
    const send = vi.fn(() => live);
    const outbox = new SettingsOutbox(send, 100);
    outbox.put('a', 1);
    vi.advanceTimersByTime(500);
    live = true;
    outbox.flush();
    expect(send).toHaveBeenLastCalledWith({ a: 1 });
    send.mockClear();
    outbox.flush();
    expect(send).not.toHaveBeenCalled();
  });
});

describe('own changes', () => {
  test('outweigh older reports of the server for a moment', () => {
    const own = new OwnChanges();
    own.note('strength', 0.7, 0);
    expect(own.over({ strength: 0.4, steps: 1 }, 500)).toEqual({ strength: 0.7, steps: 1 });
    expect(own.over({ strength: 0.4 }, 1500)).toEqual({ strength: 0.4 });
  });

  test('are settled once the server confirms them', () => {
    const own = new OwnChanges();
    own.note('strength', 0.7, 0);
    expect(own.over({ strength: 0.7 }, 100)).toEqual({ strength: 0.7 });
    expect(own.over({ strength: 0.2 }, 200)).toEqual({ strength: 0.2 });
  });

  test('that the server never reported are said again, and outweigh what it still has', () => {
    const own = new OwnChanges();
    own.note('steps', 2, 0);
    own.over({ steps: 2 }, 100);
    own.note('prompt', 'a fox', 200);
    own.note('strength', 0.7, 200);
    own.note('seed', 5, 200, true);
    own.forget('strength');
    expect(own.unreported(9_000)).toEqual({ prompt: 'a fox' });
    expect(own.over({ prompt: 'a cat', seed: 1 }, 9_500)).toEqual({ prompt: 'a fox', seed: 1 });
    own.clear();
    expect(own.unreported(9_600)).toEqual({});
  });
});

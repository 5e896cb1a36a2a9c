import { describe, expect, it } from 'vitest';
import { ProblemError } from '../session/problem';
import type { SettingValues } from '../settings/values';
import { LibraryApi } from './library-api';
import type { Preset } from './presets';
import { TryOut } from './try-out';

const FOX: Preset = {
  id: '1',
  name: 'Fox',
  prompt: 'a fox',
  negativePrompt: '',
  settings: { strength: 0.7 },
  tags: [],
  visibility: 'everyone',
  thumbnail: '',
  waiting: false,
  slug: '',
  own: false,
  removable: false,
  favourite: false,
  favourites: 0,
  uses: 0,
};
const CAT: Preset = { ...FOX, id: '2', name: 'Cat', prompt: 'a cat', settings: { seed: 9 } };

class Session {
  values: SettingValues = { prompt: 'a house', negative_prompt: '', strength: 0.5, seed: 2, width: 256 };
  readonly changes: SettingValues[] = [];
  readonly trials: SettingValues[] = [];

  apply(change: SettingValues): void {
    this.changes.push(change);
    this.values = { ...this.values, ...change };
  }

  tryOut(change: SettingValues): void {
    this.trials.push(change);
    this.values = { ...this.values, ...change };
  }
}

describe('trying presets', () => {
  it('changes only what differs and puts everything back', () => {
    const session = new Session();
    const before = session.values;
    const tryOut = new TryOut(session);
    tryOut.try(FOX);
    expect(session.trials).toEqual([{ prompt: 'a fox', strength: 0.7 }]);
    expect(session.changes).toEqual([]);
    tryOut.undo();
    expect(session.values).toEqual(before);
    expect(tryOut.trying).toBe(false);
  });

  it('lets one preset leave nothing behind for the next', () => {
    const session = new Session();
    const tryOut = new TryOut(session);
    tryOut.try(FOX);
    tryOut.try(CAT);
    expect(session.values).toMatchObject({ prompt: 'a cat', strength: 0.5, seed: 9 });
    tryOut.undo();
    expect(session.values).toMatchObject({ prompt: 'a house', strength: 0.5, seed: 2 });
  });

  it('keeps what was chosen, and tells of it once', () => {
    const session = new Session();
    const tryOut = new TryOut(session);
    tryOut.try(FOX);
    expect(tryOut.keep(FOX)).toMatchObject({ prompt: 'a house' });
    expect(session.changes).toEqual([{ prompt: 'a fox', strength: 0.7 }]);
    tryOut.undo();
    expect(session.values['prompt']).toBe('a fox');
  });
});

describe('the library over HTTP', () => {
  it('asks with all that narrows the search and reads a page', async () => {
    let asked = '';
    const api = new LibraryApi((input) => {
      asked = input instanceof Request ? input.url : input.toString();
      return Promise.resolve(Response.json({ presets: [FOX], next: null, similar: true }));
    });
    const page = await api.presets(
      { search: 'fox & co', slugs: ['ink-owl', 'night-whale'], tag: 'animals', scope: 'mine', sort: 'used' },
      '',
      AbortSignal.timeout(1000),
    );
    expect(asked).toBe(
      '/api/presets?q=fox+%26+co&slugs=ink-owl%2Cnight-whale&tag=animals&scope=mine&sort=used&after=',
    );
    expect(page).toEqual({ items: [FOX], next: '', similar: true });
  });

  it('passes on what is wrong with a file', async () => {
    const api = new LibraryApi(() =>
      Promise.resolve(
        Response.json(
          { code: 'presets-invalid', detail: 'Line 3', errors: [{ property: '/a', detail: 'line 3: no' }] },
          { status: 400 },
        ),
      ),
    );
    const problem = await api.importFile(new Blob(['{']), AbortSignal.timeout(1000)).catch((e: unknown) => e);
    expect(problem).toBeInstanceOf(ProblemError);
    expect((problem as ProblemError).errors).toEqual([{ property: '/a', detail: 'line 3: no' }]);
  });
});

import { afterEach, expect, test, vi } from 'vitest';
import { Works } from './works.svelte';

afterEach(() => {
  vi.unstubAllGlobals();
});

const work = (id: string) => ({
  id,
  name: 'Ada',
  prompt: 'a fox',
  handedInAt: '2026-11-23T10:00:00Z',
  picture: `/pictures/${id}`,
  own: true,
});

test('what was handed in is there, also where the list of all does not come or comes too late', async () => {
  const lists: { come: (ids: readonly string[]) => void; fail: () => void }[] = [];
  vi.stubGlobal('fetch', (_path: string, { method }: RequestInit) =>
    method === 'POST'
      ? Promise.resolve(Response.json(work('new')))
      : new Promise<Response>((resolve, reject) => {
          lists.push({
            come: (ids) => {
              resolve(Response.json({ works: ids.map(work) }));
            },
            fail: () => {
              reject(new TypeError('away'));
            },
          });
        }),
  );
  const works = new Works('room');
  const first = works.load();
  await works.handIn();
  expect(works.list.map(({ id }) => id)).toEqual(['new']);
  expect(works.problem).toBe('');
  // Asked for before: it does not know the new one.
  lists[0]?.come(['old']);
  await first;
  expect(works.list.map(({ id }) => id)).toEqual(['old', 'new']);

  const second = works.load();
  lists[1]?.fail();
  await second;
  expect(works.problem).not.toBe('');
  expect(works.list).toHaveLength(2);
  expect(works.refused).toBe('');

  // What works again is asked for what is missing.
  await works.handIn();
  lists[2]?.come(['old', 'new']);
  await vi.waitFor(() => {
    expect(works.problem).toBe('');
  });
});

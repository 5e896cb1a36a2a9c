import { describe, expect, test } from 'vitest';
import { RecordingsApi } from './recordings-api';

/** A server of which a test says what it answers. */
class Server {
  readonly asked: string[] = [];
  readonly bodies: unknown[] = [];
  answer: (path: string, init: RequestInit) => Promise<Response> = () => Promise.resolve(new Response('{}'));
  readonly api = new RecordingsApi((input, init = {}) => {
    const path = input as string;
    this.asked.push(`${init.method ?? 'GET'} ${path}`);
    this.bodies.push(typeof init.body === 'string' ? JSON.parse(init.body) : undefined);
    return this.answer(path, init);
  });
}

const PROGRESS = { session: 'new', state: 'running', done: 0, total: 9 };
const signal = new AbortController().signal;

describe('repainting', () => {
  test('reads what there is to repaint with', async () => {
    const server = new Server();
    const bundle = { id: 'pocket', title: 'Pocket', settings: { steps: 1, cfg_type: 'none' }, licence: '' };
    server.answer = () => Promise.resolve(Response.json({ bundles: [bundle] }));
    expect(await server.api.bundles(signal)).toEqual([
      { id: 'pocket', title: 'Pocket', settings: { steps: 1, cfg_type: 'none' } },
    ]);
  });

  test('asks for a bundle only where one was chosen', async () => {
    const server = new Server();
    server.answer = () => Promise.resolve(Response.json(PROGRESS));
    await server.api.repaint('old', { steps: 2 }, 'pocket', signal);
    await server.api.repaint('old', { steps: 2 }, undefined, signal);
    expect(server.bodies).toEqual([{ settings: { steps: 2 }, bundle: 'pocket' }, { settings: { steps: 2 } }]);
  });
});

describe('changing', () => {
  test('sends a title, or the part that stays', async () => {
    const server = new Server();
    server.answer = () => Promise.resolve(new Response(null, { status: 204 }));
    await server.api.change('my/one', { title: 'Foxes' }, signal);
    await server.api.change('my/one', { fromMs: 100, toMs: 2000 }, signal);
    expect(server.asked).toEqual(Array(2).fill('PATCH /api/recordings/my%2Fone'));
    expect(server.bodies).toEqual([{ title: 'Foxes' }, { fromMs: 100, toMs: 2000 }]);
  });
});

const PLAIN = { beside: false, caption: false };

describe('export', () => {
  test('names the file as the server does', async () => {
    const server = new Server();
    const named = { 'Content-Disposition': 'attachment; filename="speakdraw-a-fox.mp4"' };
    server.answer = () => Promise.resolve(new Response('film', { headers: named }));
    const file = await server.api.export('old', 'mp4', { beside: true, caption: true }, signal);
    expect(file.name).toBe('speakdraw-a-fox.mp4');
    expect(server.asked).toEqual(['GET /api/sessions/old/export?format=mp4&beside=true&caption=true']);
  });

  test('tells the server when the file is no longer wanted', async () => {
    const server = new Server();
    const work = new AbortController();
    server.answer = (_path, init) =>
      init.method === 'DELETE'
        ? Promise.resolve(new Response(null, { status: 204 }))
        : new Promise((_resolve, reject) => {
            init.signal?.addEventListener('abort', () => {
              reject(new DOMException('aborted', 'AbortError'));
            });
          });
    const file = server.api.export('old', 'webm', PLAIN, work.signal);
    work.abort();
    await expect(file).rejects.toThrow('aborted');
    expect(server.asked).toEqual([
      'GET /api/sessions/old/export?format=webm&beside=false&caption=false',
      'DELETE /api/sessions/old/export',
    ]);
  });

  test('has nothing to tell once the file is there', async () => {
    const server = new Server();
    const work = new AbortController();
    server.answer = () => Promise.resolve(new Response('film'));
    expect(await (await server.api.export('old', 'webm', PLAIN, work.signal)).text()).toBe('film');
    work.abort();
    expect(server.asked).toHaveLength(1);
  });
});

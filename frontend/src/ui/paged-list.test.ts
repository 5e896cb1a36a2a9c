import { describe, expect, it } from 'vitest';
import { PagedList } from './paged-list.svelte';

describe('PagedList', () => {
  it('keeps out what was deleted while an answer that still has it was on its way', async () => {
    let answer: (items: string[]) => void = () => undefined;
    const list = new PagedList<string, string>(
      () =>
        new Promise((resolve) => {
          answer = (items) => {
            resolve({ items, next: '', similar: false });
          };
        }),
    );
    const shown = list.show('light');
    list.revise((all) => all.filter((item) => item !== 'lighthouse'));
    answer(['lighthouse', 'light']);
    await shown;
    expect(list.items).toEqual(['light']);

    const again = list.show('light');
    answer(['lighthouse']);
    await again;
    expect(list.items).toEqual(['lighthouse']);
  });

  it('asks again for the page that could not be loaded, and keeps what is there', async () => {
    let away = false;
    const asked: string[] = [];
    const list = new PagedList<string, string>((_query, after) => {
      asked.push(after);
      return away
        ? Promise.reject(new TypeError('away'))
        : Promise.resolve({ items: [`after ${after}`], next: `${after}1` });
    });
    await list.show('');
    away = true;
    // The second press finds that the page is on its way.
    await Promise.all([list.addPage(), list.addPage()]);
    expect(list.problem).not.toBe('');
    expect(list.items).toEqual(['after ']);
    away = false;
    await list.again();
    expect(list.problem).toBe('');
    expect(list.items).toEqual(['after ', 'after 1']);
    expect(list.more).toBe(true);
    expect(asked).toEqual(['', '1', '1']);
  });
});

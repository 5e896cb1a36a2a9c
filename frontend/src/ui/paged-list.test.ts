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
});

import { describe, expect, test } from 'vitest';
import { literalTexts } from './literal-texts';
import { usesOf } from './uses';

describe('literal texts', () => {
  test.each([
    ['<p>Draw here</p>', ['Draw here']],
    ['{#if a}<p>{t(`x.${a}`)}: <b>Draw</b></p>{/if}', ['Draw']],
    ['<Button label="Draw" icon="pen" testid="draw" />', ['Draw']],
    ['<img alt="A fox" class="a fox" />', ['A fox']],
    ['<p>{drawn ? "Draw again" : t("x.y")}</p>', ['Draw again']],
    ['<p>{`${count} pictures could be kept`}</p>', ['… pictures could be kept']],
    ['<script>const title = { text: "drawn" };</script>', ['drawn']],
    ['<p title={t("x.y", { name })}>{t("x.z")}: <b>SpeakDraw</b> <code>a fox</code></p>', []],
    ['<p style:--size="3px" data-testid="A fox">12 × 3</p>', []],
    ['<script>throw new Error("There is no fox");</script>', []],
  ])('in %s', (component, texts) => {
    const path = 'src/features/x/X.svelte';
    expect(literalTexts(path, component)).toEqual(texts.map((text) => `${path}: ${text}`));
  });

  test('in the engine are sentences', () => {
    const script = "const a = 'there is no fox';\nconst b = 'There is no fox.';";
    expect(literalTexts('src/engine/x.ts', script)).toEqual(['src/engine/x.ts: There is no fox.']);
  });
});

test('uses of texts are read off, also of keys that are put together', () => {
  const uses = usesOf([
    { path: 'a.ts', text: "t(on ? 'x.on' : 'x.off', { name, 'b': 1 }); const key = 'x.later';" },
    { path: 'b.svelte', text: '<p>{t(`y.${kind}.title`)}</p>' },
  ]);
  expect(uses.calls).toEqual([
    { path: 'a.ts', key: 'x.on', values: ['name', 'b'] },
    { path: 'a.ts', key: 'x.off', values: ['name', 'b'] },
  ]);
  expect(
    ['x.on', 'x.later', 'x.never', 'y.cat.title', 'y.cat', 'y.cat.dog.title'].map((key) =>
      uses.mentions(key),
    ),
  ).toEqual([true, true, false, true, false, false]);
});

import { describe, expect, test } from 'vitest';
import { CODES, promptsIn } from './painted.fixture';
import { type Intent, interpret, isStyle } from './spoken-commands';

const prompt = (text: string): Intent => ({ kind: 'prompt', text });
const human = { kind: 'mode', mode: 'human' };
const full = { kind: 'mode', mode: 'full' };
const more = { kind: 'strength', direction: 1 };
const less = { kind: 'strength', direction: -1 };
const save = (name: string) => ({ kind: 'save', name });

describe.each<[language: string, said: readonly (readonly [string, object])[]]>([
  [
    'de',
    [
      ['Nur ich.', human],
      ['Bitte nur mich!', human],
      ['Alles.', full],
      ['Etwas mehr, bitte.', more],
      ['Schwächer.', less],
      ['Rückgängig.', { kind: 'undo' }],
      ['Mach das rückgängig.', { kind: 'undo' }],
      ['Wiederherstellen', { kind: 'redo' }],
      ['Einfrieren!', { kind: 'freeze', on: true }],
      ['Weiter.', { kind: 'freeze', on: false }],
      ['Alles löschen.', { kind: 'clear' }],
      ['Ja, genau.', { kind: 'answer', yes: true }],
      ['Zeichne eine Katze.', prompt('eine Katze')],
      ['Mal mir bitte einen Drachen!', prompt('einen Drachen')],
      ['Kannst du mir bitte einen Hund im Wald malen?', prompt('einen Hund im Wald')],
      ['Ich möchte ein Schloss sehen.', prompt('ein Schloss')],
      ['Mach daraus ein Ölgemälde.', prompt('ein Fuchs im Schnee, ein Ölgemälde')],
      ['Mach es als Aquarell.', prompt('ein Fuchs im Schnee, Aquarell')],
      ['Verwandle es in einen Bären.', prompt('einen Bären, Comic')],
      ['Mach es dunkler.', prompt('ein Fuchs im Schnee, Comic, dunkler')],
      ['Füge einen roten Hut hinzu.', prompt('ein Fuchs im Schnee, einen roten Hut, Comic')],
      ['Male noch einen Baum dazu.', prompt('ein Fuchs im Schnee, einen Baum, Comic')],
      ['Speichere das als Mein Fuchs.', save('Mein Fuchs')],
      ['Speichere das.', { kind: 'incomplete' }],
      ['Zeichne', { kind: 'incomplete' }],
      ['Male', { kind: 'incomplete' }],
      ['Ein Hund beim Malen', prompt('ein Hund beim Malen')],
      ['Mehr Licht am Abend', prompt('Mehr Licht am Abend')],
      ['Undo.', { kind: 'undo' }],
      ['Draw a cat.', prompt('a cat')],
    ],
  ],
  [
    'fr',
    [
      ['Seulement moi.', human],
      ["Toute l'image, s'il te plaît.", full],
      ['Un peu plus.', more],
      ['Moins.', less],
      ['Annule ça.', { kind: 'undo' }],
      ['Rétablir.', { kind: 'redo' }],
      ['Fige l’image !', { kind: 'freeze', on: true }],
      ['Continue.', { kind: 'freeze', on: false }],
      ['Efface tout.', { kind: 'clear' }],
      ['Non, merci.', { kind: 'answer', yes: false }],
      ['Dessine-moi un mouton.', prompt('un mouton')],
      ['Peux-tu dessiner un chat ?', prompt('un chat')],
      ["J'aimerais voir un château.", prompt('un château')],
      ['Fais-en une aquarelle.', prompt('ein Fuchs im Schnee, une aquarelle')],
      ['Transforme-le en bande dessinée.', prompt('ein Fuchs im Schnee, bande dessinée')],
      ['Mets-le en noir et blanc.', prompt('ein Fuchs im Schnee, noir et blanc')],
      ['Ajoute un chapeau rouge.', prompt('ein Fuchs im Schnee, un chapeau rouge, Comic')],
      ['Enregistre ça sous le nom Mon renard.', save('Mon renard')],
      ['Ajoute', { kind: 'incomplete' }],
      ['Plus de nuages', prompt('Plus de nuages')],
    ],
  ],
  [
    'es',
    [
      ['Solo yo.', human],
      ['Toda la imagen.', full],
      ['¡Un poco más, por favor!', more],
      ['Menos.', less],
      ['Deshazlo.', { kind: 'undo' }],
      ['Rehacer', { kind: 'redo' }],
      ['Congélalo.', { kind: 'freeze', on: true }],
      ['Continúa.', { kind: 'freeze', on: false }],
      ['Bórralo todo.', { kind: 'clear' }],
      ['Sí.', { kind: 'answer', yes: true }],
      ['Dibuja un gato negro.', prompt('un gato negro')],
      ['¿Puedes dibujar una casa?', prompt('una casa')],
      ['Hazlo en acuarela.', prompt('ein Fuchs im Schnee, acuarela')],
      ['Conviértelo en un dragón.', prompt('un dragón, Comic')],
      ['Añade un sombrero rojo.', prompt('ein Fuchs im Schnee, un sombrero rojo, Comic')],
      ['Guarda esto como Mi zorro.', save('Mi zorro')],
      ['Dibuja', { kind: 'incomplete' }],
      ['Más nubes en el cielo', prompt('Más nubes en el cielo')],
    ],
  ],
])('in %s', (language, all) => {
  test.each(all)('%j', (said, meant) => {
    expect(interpret(said, language, 'ein Fuchs im Schnee, Comic')).toMatchObject(meant);
  });
});

test('a short command is understood in whatever language it was heard', () => {
  expect(interpret('Rückgängig.', 'en', '')).toEqual({ kind: 'undo' });
  expect(interpret('Annuler', 'nl', '')).toEqual({ kind: 'undo' });
  expect(interpret('Más', 'pt', '')).toEqual(more);
  // But not where it is the beginning of a prompt of another language.
  expect(interpret('male lion in the grass', 'en', '')).toEqual(prompt('male lion in the grass'));
  expect(interpret('Zeichne eine Katze', 'nl', '')).toEqual(prompt('eine Katze'));
});

test.each([
  'ein Aquarell',
  'im Comic-Stil',
  'schwarz-weiß',
  'im Stil von Monet',
  'als Bleistiftzeichnung',
  'une peinture à l’huile',
  'au fusain',
  'dans le style de Van Gogh',
  'acuarela',
  'un dibujo a lápiz',
  'al estilo de Goya',
])('%j is a style', (part) => {
  expect(isStyle(part)).toBe(true);
});

test.each([
  'ein roter Hut',
  'heller',
  'un chapeau rouge',
  'plus clair',
  'un sombrero rojo',
  'de noche',
  'lavande',
])('%j is none', (part) => {
  expect(isStyle(part)).toBe(false);
});

test.each(CODES)('nothing that can be painted is taken for a command: %s', (code) => {
  const prompts = promptsIn(code);
  expect(prompts.length).toBeGreaterThan(3 * 300);
  const eaten = prompts.filter((text) => {
    const intent = interpret(`${text}.`, code, 'a dog');
    return intent.kind !== 'prompt' || intent.text.toLowerCase() !== text.toLowerCase();
  });
  expect(eaten).toEqual([]);
});

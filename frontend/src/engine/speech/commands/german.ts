import type { CommandLanguage } from './command-language';

const MEDIA =
  '[\\w-]*(?:gemalde|zeichnung|skizze|malerei|illustration|foto|druck|stich|mosaik|collage|stickerei|plakat|comic|skulptur|figur|bild)|comic|anime|manga|origami|cartoon|zeichentrick';
const STYLES =
  'aquarell|wasserfarben?|olfarben?|ol|acryl|gouache|pastell|kohle|kreide|bleistift|buntstift|wachsmalstift|tusche|tinte|pixel ?art|pixelkunst|pop ?art|3d|lego|knete|ton|buntglas|schwarz[ -]?wei(?:ß|ss)|sepia|neon|cyberpunk|steampunk|retro|alt|fotorealistisch|realistisch|impressionistisch|kubistisch|minimalistisch|abstrakt|surreal|barock|gotisch|van gogh|picasso|monet|hokusai|ghibli|pixar|minecraft';

export const german: CommandLanguage = {
  code: 'de',
  phrases: {
    human: ['nur ich', 'nur mich', 'bloß ich', 'nur die person', 'nur der mensch'],
    full: ['alles', 'das ganze bild', 'ganzes bild', 'das ganze'],
    more: ['mehr', 'etwas mehr', 'ein bisschen mehr', 'noch mehr', 'viel mehr', 'stärker', 'mach es stärker'],
    less: [
      'weniger',
      'etwas weniger',
      'ein bisschen weniger',
      'viel weniger',
      'schwächer',
      'mach es schwächer',
    ],
    undo: [
      'rückgängig',
      'rückgängig machen',
      'mach das rückgängig',
      'mach es rückgängig',
      'zurück',
      'geh zurück',
      'nimm das zurück',
      'nimm es zurück',
    ],
    redo: ['wiederholen', 'wiederherstellen', 'stell das wieder her', 'doch wieder', 'mach das wieder'],
    freeze: [
      'einfrieren',
      'bild einfrieren',
      'frier das ein',
      'friere das bild ein',
      'anhalten',
      'halt',
      'halt an',
      'standbild',
    ],
    unfreeze: ['weiter', 'mach weiter', 'weitermachen', 'auftauen', 'fortsetzen'],
    clear: [
      'löschen',
      'lösche alles',
      'lösch alles',
      'alles löschen',
      'alles weg',
      'leeres blatt',
      'neues blatt',
      'fang neu an',
      'von vorne',
    ],
    yes: ['ja', 'ja bitte', 'genau', 'stimmt', 'richtig', 'nimm das', 'ja genau'],
    no: ['nein', 'nein danke', 'falsch', 'noch einmal', 'nochmal', 'vergiss es'],
  },
  patterns: {
    draw: [
      '(mal|male|zeichne|zeichen|skizziere|zeig|zeige) [mir|uns] [mal|bitte] *',
      '(kannst|könntest|würdest) du [mir|uns] [bitte] * (malen|zeichnen|zeigen)',
      'ich (möchte|will|würde gerne|würde gern) * sehen',
    ],
    make: [
      '(mach|mache) (es|das|das bild) [zu|wie|als] *',
      '(mach|mache) daraus *',
      '(mach|mache) * daraus',
      '(verwandle|verwandel) (es|das) in *',
    ],
    add: [
      '(füge|füg) [noch] * (hinzu|dazu|ein)',
      '(füge|füg) (hinzu|dazu) *',
      '(mal|male|zeichne) [noch] * dazu',
      '* hinzufügen',
    ],
    save: [
      '(speichere|speicher|sichere) [das|es|dies] [bild] (als|unter) *',
      'speichern als *',
      'als * speichern',
      '(speichere|speicher|speichern|sichere) [das|es|dies]',
    ],
  },
  examples: {
    draw: 'zeichne einen Fuchs im Schnee',
    make: 'mach es als Aquarell',
    add: 'füge einen roten Hut hinzu',
    save: 'speichere das als Mein Fuchs',
  },
  expected:
    'Zeichne einen Fuchs. Mach daraus ein Ölgemälde. Füge einen roten Hut hinzu. Nur ich. Alles. Mehr. Weniger. Rückgängig. Zurück. Einfrieren. Weiter. Löschen.',
  courtesy: {
    before: [
      '(bitte|jetzt|okay|ok|hey|also|na|und|so|äh|ähm)',
      '(kannst|könntest|würdest) du',
      'ich (möchte|will|würde gerne|würde gern|hätte gerne|hätte gern)',
    ],
    after: ['(bitte|danke|jetzt|danke schön)'],
  },
  style: new RegExp(
    `^(?:(?:in|im|als|wie|mit|ein|eine|einen|einem|einer|der|die|das) )*(?:[\\wß-]+e[rsmn]? )?(?:${MEDIA}|${STYLES}|[\\wß' -]+[ -]?stil|stil (?:von|eines|einer|des|der) [\\wß' -]+)$`,
  ),
  thing: /^(?:eine?[nmrs]?|de[rmns]|die|das|zwei|drei|vier|funf|viele|einige|meine?[nmrs]?) /,
  articles: [
    'ein',
    'eine',
    'einen',
    'einem',
    'einer',
    'der',
    'die',
    'das',
    'den',
    'dem',
    'mein',
    'meine',
    'meinen',
  ],
};

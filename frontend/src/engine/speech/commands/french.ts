import type { CommandLanguage } from './command-language';

const MEDIA =
  'peinture|tableau|dessin(?: anime)?|croquis|esquisse|illustration|photo|photographie|gravure|estampe|mosaique|collage|broderie|affiche|bande dessinee|bd|comic|anime|manga|origami|sculpture|figurine';
const STYLES =
  'aquarelle|huile|acrylique|gouache|pastel|fusain|craie|crayons?(?: de couleur)?|encre|pixel ?art|pop ?art|3d|lego|pate a modeler|argile|vitrail|noir et blanc|sepia|neon|cyberpunk|steampunk|retro|ancien|realiste|photorealiste|impressionniste|cubiste|minimaliste|abstrait|surrealiste|gothique|baroque|van gogh|picasso|monet|hokusai|ghibli|pixar|minecraft';

export const french: CommandLanguage = {
  code: 'fr',
  phrases: {
    human: [
      'seulement moi',
      'juste moi',
      'moi seulement',
      'uniquement moi',
      'rien que moi',
      'seulement la personne',
    ],
    full: ['tout', "toute l'image", "l'image entière", 'tout le cadre', 'le tout'],
    more: ['plus', 'un peu plus', 'encore plus', 'beaucoup plus', 'plus fort', 'davantage'],
    less: ['moins', 'un peu moins', 'encore moins', 'beaucoup moins', 'moins fort'],
    undo: [
      'annuler',
      'annule',
      'annule ça',
      'annulez',
      'en arrière',
      'retour',
      'retour en arrière',
      'reviens',
      'reviens en arrière',
    ],
    redo: ['rétablir', 'rétablis', 'rétablis ça', 'refaire', 'refais-le', 'refais ça'],
    freeze: [
      'figer',
      'fige',
      "fige l'image",
      'gèle',
      'geler',
      'pause',
      'ne bouge plus',
      'arrête',
      "arrête l'image",
    ],
    unfreeze: ['continue', 'continuer', 'continuez', 'reprends', 'reprendre', 'dégèle', 'débloque'],
    clear: [
      'effacer',
      'efface',
      'efface tout',
      'tout effacer',
      'efface la feuille',
      'nouvelle feuille',
      'recommence à zéro',
      'recommencer à zéro',
    ],
    yes: ['oui', 'oui merci', "c'est ça", 'exact', 'exactement', "d'accord"],
    no: ['non', 'non merci', 'faux', 'encore une fois', 'réessaie', 'réessayer', 'oublie', 'laisse tomber'],
  },
  patterns: {
    draw: [
      '(dessine|dessinez|peins|peignez|esquisse) [moi|nous] *',
      '(fais|faites|montre|montrez) (moi|nous) *',
      '[me|nous] (dessiner|peindre|montrer|voir) *',
    ],
    make: [
      '(fais|faites) en *',
      "(transforme|transformez|change|changez) (le|la|l'image|ça|cela) en *",
      '(transforme|change) en *',
      '(rends|rendez|mets|mettez) (le|la|ça|cela) [en|comme] *',
      '(passe|passez) en *',
    ],
    add: ['(ajoute|ajoutez|rajoute|rajoutez|ajouter) [y] *'],
    save: [
      "(enregistre|enregistrez|sauvegarde|sauvegardez|sauve|enregistrer|sauvegarder) [ça|cela|ceci|le|la|l'image] (sous le nom de|sous le nom|sous|comme) *",
      '(enregistre|enregistrez|sauvegarde|sauvegardez|sauve|enregistrer|sauvegarder) [ça|cela|ceci|le|la]',
    ],
  },
  examples: {
    draw: 'dessine un renard dans la neige',
    make: 'fais-en une aquarelle',
    add: 'ajoute un chapeau rouge',
    save: 'enregistre ça sous le nom mon renard',
  },
  expected:
    'Dessine un renard. Fais-en une aquarelle. Ajoute un chapeau rouge. Seulement moi. Tout. Plus. Moins. Annuler. Rétablir. Figer. Continuer. Effacer.',
  courtesy: {
    before: [
      "(s'il te plaît|s'il vous plaît|maintenant|okay|ok|alors|et|euh|bon|allez)",
      '(peux|pourrais|veux) tu',
      '(pouvez|pourriez|voulez) vous',
      'est-ce que tu peux',
      "(je voudrais|je veux|j'aimerais)",
    ],
    after: ["(s'il te plaît|s'il vous plaît|merci|maintenant)"],
  },
  style: new RegExp(
    `^(?:(?:en|au|a|dans|comme|un|une|le|la|du|de) |l')*(?:(?:${MEDIA})(?: (?:a|au|en) [\\w' ]+)?|${STYLES}|style [\\w' -]+)$`,
  ),
  thing: /^(?:(?:une?|des|les?|la|deux|trois|quatre|cinq|beaucoup|mon|ma|mes) |l')/,
  articles: ['un', 'une', 'des', 'le', 'la', 'les', 'mon', 'ma', 'mes'],
};

import type { CommandLanguage } from './command-language';

const MEDIA =
  'painting|drawing|sketch|art|illustration|photo|photograph|print|engraving|etching|mosaic|collage|embroidery|poster|cartoon|comic|anime|manga|origami|sculpture|figurine|render';
const STYLES =
  'watercolou?r|oil|acrylic|gouache|pastel|charcoal|pencil|crayon|ink|chalk|pixel art|pop art|line art|low poly|3d|lego|clay|claymation|plasticine|stained glass|black and white|monochrome|sepia|neon|cyberpunk|steampunk|vintage|retro|photorealistic|realistic|impressionist|cubist|minimalist|abstract|surreal|cinematic|gothic|baroque|van gogh|picasso|monet|hokusai|ghibli|pixar|minecraft';

export const english: CommandLanguage = {
  code: 'en',
  phrases: {
    human: ['only me', 'just me', 'me only', 'only the person', 'just the person', 'person only'],
    full: ['everything', 'the whole picture', 'whole picture', 'the whole frame', 'whole frame', 'all of it'],
    more: ['more', 'a bit more', 'a little more', 'much more', 'stronger', 'make it stronger'],
    less: ['less', 'a bit less', 'a little less', 'much less', 'weaker', 'make it weaker'],
    undo: ['undo', 'undo it', 'undo that', 'go back', 'take it back', 'take that back'],
    redo: ['redo', 'redo it', 'redo that'],
    freeze: ['freeze', 'freeze it', 'freeze the picture', 'hold it', 'hold still'],
    unfreeze: ['unfreeze', 'un-freeze', 'unfreeze it', 'go on', 'continue'],
    clear: ['clear', 'clear it', 'clear the sheet', 'clear the canvas', 'clear everything', 'start over'],
    yes: ['yes', 'yeah', 'yep', 'yes please', 'take it', 'right', "that's right"],
    no: ['no', 'nope', 'no thanks', 'wrong', 'try again', 'again', 'forget it', 'never mind'],
  },
  patterns: {
    draw: ['(draw|paint|sketch|show) [me|us] *'],
    make: ['(make|turn) (it|this|that) [look like|into] *'],
    add: ['add *'],
    save: ['save [this|it|that] as *', 'save [this|it|that]'],
  },
  examples: {
    draw: 'draw a fox in the snow',
    make: 'make it watercolour',
    add: 'add a red hat',
    save: 'save this as my fox',
  },
  expected:
    'Draw a fox. Make it watercolour. Add a red hat. Only me. Everything. More. Less. Undo. Redo. Freeze. Clear.',
  courtesy: {
    before: [
      '(please|now|okay|ok|hey|well|um|uh|and|so)',
      '(could|can|would|will) you',
      "(i would|i'd) like [you] to",
      "let's",
    ],
    after: ['(please|thanks|thank you|now)'],
  },
  style: new RegExp(
    `^(?:(?:in|as|like|an?|the|of) )*(?:(?:[\\w'-]+|${STYLES}) )?(?:${MEDIA}|${STYLES}|[\\w' -]+ style|style of [\\w' -]+)s?$`,
  ),
  thing: /^(?:an?|the|two|three|four|five|some|many|my) /,
  articles: ['a', 'an', 'the', 'some', 'my'],
};

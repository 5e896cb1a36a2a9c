import type { CommandLanguage } from './command-language';

const MEDIA =
  'pintura|cuadro|dibujo(?: animado)?|boceto|ilustracion|foto|fotografia|grabado|mosaico|collage|bordado|cartel|comic|historieta|anime|manga|origami|escultura|figura';
const STYLES =
  'acuarela|oleo|acrilico|gouache|pastel|carboncillo|lapiz(?: de color(?:es)?)?|lapices|ceras|tinta|tiza|pixel ?art|pop ?art|3d|lego|plastilina|arcilla|vidriera|blanco y negro|sepia|neon|cyberpunk|steampunk|retro|antiguo|realista|fotorrealista|impresionista|cubista|minimalista|abstracto|surrealista|gotico|barroco|van gogh|picasso|monet|hokusai|ghibli|pixar|minecraft';

export const spanish: CommandLanguage = {
  code: 'es',
  phrases: {
    human: ['solo yo', 'solamente yo', 'solo a mí', 'nada más que yo', 'solo la persona'],
    full: ['todo', 'toda la imagen', 'la imagen entera', 'todo el cuadro', 'toda la foto'],
    more: ['más', 'un poco más', 'mucho más', 'todavía más', 'más fuerte'],
    less: ['menos', 'un poco menos', 'mucho menos', 'todavía menos', 'más débil'],
    undo: ['deshacer', 'deshaz', 'deshazlo', 'deshaz eso', 'atrás', 'vuelve', 'vuelve atrás', 'regresa'],
    redo: ['rehacer', 'rehaz', 'rehazlo', 'rehaz eso'],
    freeze: [
      'congelar',
      'congela',
      'congélalo',
      'congela la imagen',
      'pausa',
      'detente',
      'detener',
      'quieto',
    ],
    unfreeze: ['continuar', 'continúa', 'sigue', 'seguir', 'descongelar', 'descongela', 'reanudar'],
    clear: [
      'borrar',
      'borra',
      'bórralo',
      'borra todo',
      'bórralo todo',
      'borrar todo',
      'limpiar',
      'hoja nueva',
      'empieza de nuevo',
      'empezar de nuevo',
    ],
    yes: ['sí', 'sí por favor', 'eso es', 'exacto', 'correcto', 'vale'],
    no: ['no', 'no gracias', 'otra vez', 'de nuevo', 'olvídalo'],
  },
  patterns: {
    draw: [
      '(dibuja|dibújame|dibújanos|pinta|píntame|muestra|muéstrame|enséñame|haz|hazme) *',
      '(dibujar|pintar|mostrar|ver|dibujarme|pintarme|mostrarme) *',
    ],
    make: [
      '(hazlo|ponlo|píntalo) [en|como|de] *',
      '(conviértelo|transfórmalo|cámbialo) (en|a) *',
      'haz que (sea|parezca) *',
    ],
    add: ['(añade|añádele|agrega|agrégale|pon|ponle|añadir|agregar) *'],
    save: [
      '(guarda|guárdalo|guardar) [esto|eso|lo|la imagen] (como|con el nombre|con el nombre de) *',
      '(guarda|guárdalo|guardar) [esto|eso]',
    ],
  },
  examples: {
    draw: 'dibuja un zorro en la nieve',
    make: 'hazlo en acuarela',
    add: 'añade un sombrero rojo',
    save: 'guarda esto como mi zorro',
  },
  expected:
    'Dibuja un zorro. Hazlo en acuarela. Añade un sombrero rojo. Solo yo. Todo. Más. Menos. Deshacer. Rehacer. Congelar. Continuar. Borrar.',
  courtesy: {
    before: [
      '(por favor|ahora|vale|okay|ok|oye|y|eh|bueno)',
      '(puedes|podrías|quieres)',
      '(quiero|quisiera|me gustaría)',
    ],
    after: ['(por favor|gracias|ahora)'],
  },
  style: new RegExp(
    `^(?:(?:en|al|a|con|como|de|un|una|el|la|los|las) )*(?:(?:${MEDIA})(?: (?:al?|en|de|con) [\\w' ]+)?|${STYLES}|estilo [\\w' -]+)s?$`,
  ),
  thing: /^(?:un|una|unos|unas|el|la|los|las|dos|tres|cuatro|cinco|muchos|muchas|mi|mis) /,
  articles: ['un', 'una', 'unos', 'unas', 'el', 'la', 'los', 'las', 'mi', 'mis'],
};

/**
 * Words that hold a sentence together, of the languages that the page speaks. Nobody expects to see them in a picture,
 * so a model that does not know them is not worth a word.
 */
export const SMALL_WORDS: ReadonlySet<string> = new Set(
  [
    // English
    'a an the this that these those some any many much more most few several lots lot no not all every each both other',
    'and or but with without of to from by for in on at as into onto over under above below behind beside between near',
    'next front around through inside outside up down out off i you he she it we they me him her us them my your his its',
    'our their is are was were be being has have having had do does can there here very so too just only also like who',
    'which what where when while',
    // German
    'ein eine einen einem einer eines kein keine keinen keinem keiner der die das den dem des dieser diese dieses diesen',
    'viele vielen viel vieler mehr mehrere mehreren einige einigen wenige wenigen alle allen und oder aber mit ohne von',
    'vom zu zum zur aus bei beim für durch gegen um in im ins an am ans auf über unter unterm überm vor hinter neben',
    'zwischen nach nicht ich du er sie es wir ihr mich dich ihn ihm uns mein meine meinen meinem meiner dein deine sein',
    'seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere ist sind war waren hat haben kann da dort hier sehr so',
    'auch nur wie der welche welcher als während',
    // French
    'un une des le la les l du de d au aux ce cet cette ces quelques plusieurs beaucoup peu plus tous toutes tout toute et',
    'ou mais avec sans dans en sur sous par pour vers chez près devant derrière entre contre autour à ne pas je tu il elle',
    'on nous vous ils elles me te se lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos est sont était a',
    'ont y qui que qu où comme très aussi si',
    // Spanish
    'un una unos unas el la los las lo este esta estos estas ese esa esos esas algunos algunas varios varias muchos muchas',
    'mucho mucha pocos pocas más todos todas y e o u pero con sin de del a al en sobre bajo por para hacia desde entre',
    'contra tras delante detrás encima debajo junto cerca no ni yo tú él ella nosotros ellos ellas me te se le les mi mis',
    'tu tus su sus nuestro nuestra es son está están era hay ha han que quien donde como muy también tan',
  ].flatMap((line) => line.split(' ')),
);

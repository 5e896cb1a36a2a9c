/** A language to choose. */
export interface LanguageChoice {
  readonly code: string;
  readonly title: string;
}

/**
 * What a language is called; its code where it has no name.
 *
 * @param shown the language that its name is in
 */
export function languageName(code: string, shown: string): string {
  try {
    return new Intl.DisplayNames([shown], { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * Languages by name, in alphabetical order.
 *
 * @param shown the language that their names are in
 */
export function languageChoices(codes: readonly string[], shown: string): readonly LanguageChoice[] {
  return codes
    .map((code) => ({ code, title: languageName(code, shown) }))
    .sort((one, other) => one.title.localeCompare(other.title, shown));
}

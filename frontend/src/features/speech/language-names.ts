/** A language to choose. */
export interface LanguageChoice {
  readonly code: string;
  readonly title: string;
}

/**
 * Languages by name, in alphabetical order.
 *
 * @param shown the language that their names are in
 */
export function languageChoices(codes: readonly string[], shown: string): readonly LanguageChoice[] {
  const names = new Intl.DisplayNames([shown], { type: 'language', fallback: 'code' });
  const title = (code: string) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return codes
    .map((code) => ({ code, title: title(code) }))
    .sort((one, other) => one.title.localeCompare(other.title, shown));
}

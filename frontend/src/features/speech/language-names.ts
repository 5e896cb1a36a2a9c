/** A language to choose. */
export interface LanguageChoice {
  readonly code: string;
  readonly title: string;
}

/** Languages by name, in alphabetical order. */
export function languageChoices(codes: readonly string[]): readonly LanguageChoice[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
  const title = (code: string) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return codes
    .map((code) => ({ code, title: title(code) }))
    .sort((one, other) => one.title.localeCompare(other.title, 'en'));
}

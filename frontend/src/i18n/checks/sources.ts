import { readdir, readFile } from 'node:fs/promises';

/** A file of the page. */
export interface Source {
  /** From the folder of the page on. */
  readonly path: string;
  readonly text: string;
}

/** Everything that the page is made of, without its tests and dictionaries. */
export async function sources(): Promise<readonly Source[]> {
  const names = await readdir('src', { recursive: true });
  const paths = names
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter(
      (path) => /\.(svelte|ts)$/.test(path) && !/\.test\.ts$|^src\/i18n\/(checks|languages)/.test(path),
    );
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** More of it says nothing that counts here. */
const LONGEST = 400;

/** In this order: later ones are named by earlier ones too. */
const BROWSERS = [
  ['PowerShell/', 'PowerShell'],
  ['Edg/', 'Edge'],
  ['EdgA/', 'Edge'],
  ['EdgiOS/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const SYSTEMS = [
  ['Windows', 'Windows'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Programs that people know by another name than the one they send. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'python-requests': 'Python',
  'python-httpx': 'Python',
  'Python-urllib': 'Python',
  'Go-http-client': 'Go',
  node: 'Node.js',
  undici: 'Node.js',
  PostmanRuntime: 'Postman',
  insomnia: 'Insomnia',
};

const nameIn = (text: string, names: readonly (readonly [string, string])[]): string | undefined =>
  names.find(([mark]) => text.includes(mark))?.[1];

/**
 * What a User-Agent header stands for, in a few words: “Firefox on Windows”, “curl 8.5”; null if it says nothing. A client
 * sends what it likes: this is a hint for people, and proves nothing.
 */
export function clientNameOf(userAgent: string | null | undefined): string | null {
  const text = (userAgent ?? '').slice(0, LONGEST);
  const browser = text.startsWith('Mozilla/') ? nameIn(text, BROWSERS) : undefined;
  if (browser !== undefined) {
    const system = nameIn(text, SYSTEMS);
    return system === undefined ? browser : `${browser} on ${system}`;
  }
  const product = /^([A-Za-z][\w.+-]{0,39})(?:\/(\d{1,4}(?:\.\d{1,4})?))?/.exec(text);
  if (!product) return null;
  const [, name = '', version] = product;
  const known = PROGRAMS[name];
  // The version of a library says nothing to people.
  if (known !== undefined) return known;
  return version === undefined ? name : `${name} ${version}`;
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Side } from '../../sandbox/side.ts';

/** Where the limits of EWS are, below the folder that Exchange is installed in; the front end's first, from 2013 on. */
const limitFiles = (side: Side): string[] => [
  ...(side.profile.build[0] < 15 ? [] : ['FrontEnd/HttpProxy/ews/web.config']),
  'ClientAccess/exchweb/ews/web.config',
];

const frontEnd = `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <system.web><httpRuntime maxRequestLength="2097151" /></system.web>
  <system.webServer><security><requestFiltering><requestLimits maxAllowedContentLength="67108864" /></requestFiltering></security></system.webServer>
</configuration>
`;

// The real one has fourteen of the large ones and two of the small; a few show as much.
const backEnd = (bytes: number): string => `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <!-- Exchange's own: kept as it is -->
  <system.web><httpRuntime maxRequestLength="${Math.round(bytes / 1024)}" /></system.web>
  <system.serviceModel><bindings><customBinding>
    <binding name="EWSAnonymousHttpsBinding"><httpsTransport maxReceivedMessageSize="${bytes}" /></binding>
    <binding name="EWSBasicHttpsBinding"><httpsTransport maxReceivedMessageSize="${bytes}" /></binding>
    <binding name="UMLegacyMessageEncoderSoap11Element"><httpsTransport maxReceivedMessageSize="1048576" /></binding>
  </customBinding></bindings></system.serviceModel>
  <system.webServer><security><requestFiltering><requestLimits maxAllowedContentLength="${bytes}" /></requestFiltering></security></system.webServer>
</configuration>
`;

/** 2007 leaves the limit of IIS, which no file names. */
const OLDEST = `<?xml version="1.0"?>
<configuration>
  <system.web><httpRuntime maxRequestLength="13280" /></system.web>
</configuration>
`;

export function writeLimitFiles(side: Side, root: string): void {
  for (const file of limitFiles(side)) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    const own = side.profile.build[0] < 14 ? OLDEST : backEnd(side.profile.build[0] < 15 ? 35_000_000 : 67_108_864);
    writeFileSync(path, file.startsWith('FrontEnd') ? frontEnd : own);
  }
}

export const readLimitFiles = (side: Side, root: string): string[] =>
  limitFiles(side).map((file) =>
    readFileSync(join(root, file), 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n'),
  );

const numbersOf = (text: string, attribute: string): number[] =>
  [...text.matchAll(new RegExp(`${attribute}="(\\d+)"`, 'g'))].map((match) => Number(match[1]));

/** The least of what IIS, WCF and ASP.NET let through, in bytes: what a request may be on its whole way. */
export function limitIn(texts: readonly string[], isOld: boolean): number {
  const limits = texts.flatMap((text) => {
    const content = numbersOf(text, 'maxAllowedContentLength');
    return [
      ...(content.length > 0 ? content : [30_000_000]),
      ...numbersOf(text, 'maxReceivedMessageSize').filter((each) => each > 1_048_576),
      // Of 2013 and later EWS does not use it.
      ...(isOld ? numbersOf(text, 'maxRequestLength').map((each) => each * 1024) : []),
    ];
  });
  return Math.min(...limits);
}

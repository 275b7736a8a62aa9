import { attributeOf, findElement, type XmlElement } from '../xml/scan.ts';

/** Schema versions that requests are made in, oldest first; what newer servers add is not needed. */
export const REQUEST_VERSIONS = [
  'Exchange2007_SP1',
  'Exchange2010',
  'Exchange2010_SP1',
  'Exchange2010_SP2',
  'Exchange2013',
  'Exchange2013_SP1',
] as const;

export type RequestVersion = (typeof REQUEST_VERSIONS)[number];

/** What a server says of itself in every answer's ServerVersionInfo. */
export type ServerVersion = {
  /** Its schema's name, where it gives one; newer servers use names such as `V2017_07_11`. */
  name: string;
  major: number;
  minor: number;
  build: number;
  revision: number;
};

/** True when `version` is `least` or newer. */
export function isAtLeast(version: RequestVersion, least: RequestVersion): boolean {
  return REQUEST_VERSIONS.indexOf(version) >= REQUEST_VERSIONS.indexOf(least);
}

/** The next older version; undefined below Exchange 2007 SP1. */
export function olderThan(version: RequestVersion): RequestVersion | undefined {
  return REQUEST_VERSIONS[REQUEST_VERSIONS.indexOf(version) - 1];
}

/**
 * The version in an answer's header, if it has one.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/serverversioninfo
 */
export function readServerVersion(envelope: XmlElement): ServerVersion | undefined {
  const info = findElement(envelope, 'ServerVersionInfo');
  if (info === undefined) return undefined;
  const number = (name: string) => Number.parseInt(attributeOf(info, name) ?? '0', 10) || 0;
  return {
    name: attributeOf(info, 'Version') ?? '',
    major: number('MajorVersion'),
    minor: number('MinorVersion'),
    build: number('MajorBuildNumber'),
    revision: number('MinorBuildNumber'),
  };
}

/** The newest schema to ask such a server in. */
export function requestVersionFor(server: ServerVersion): RequestVersion {
  const { major, minor, build } = server;
  if (major > 15 || (major === 15 && (minor > 0 || build >= 847))) return 'Exchange2013_SP1';
  if (major === 15) return 'Exchange2013';
  if (major === 14 && minor >= 2) return 'Exchange2010_SP2';
  if (major === 14) return minor === 1 ? 'Exchange2010_SP1' : 'Exchange2010';
  if (major === 0) return byName(server.name);
  return 'Exchange2007_SP1';
}

/** The first build of Subscription Edition, which continues 2019's numbers. */
const FIRST_SE_BUILD = 2562;

/** How a person reads it, such as `Exchange2010_SP2 14.2.247.0`; schema names such as `V2017_07_11` say little. */
export function describeVersion(server: ServerVersion): string {
  const { major, minor, build, revision } = server;
  // Some servers only repeat the version of the request.
  if (major === 0 && server.name !== '') return server.name;
  const name = major === 15 ? productOf(minor, build) : server.name;
  return `${name} ${major}.${minor}.${build}.${revision}`.trim();
}

/** https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates */
function productOf(minor: number, build: number): string {
  if (minor === 0) return 'Exchange2013';
  if (minor === 1) return 'Exchange2016';
  return build < FIRST_SE_BUILD ? 'Exchange2019' : 'ExchangeSE';
}

/**
 * Largest request body of a server's front door, in bytes: the web.config of each version
 * (https://learn.microsoft.com/exchange/architecture/client-access/message-size-limits).
 */
export function maxRequestBytes({ major, minor }: ServerVersion): number {
  if (major >= 15) return 67_108_864;
  if (major === 14) return minor >= 2 ? 35_000_000 : 13_600_000;
  return 30_000_000;
}

/** Servers that give no numbers at all (no Exchange does that) are taken by the name of their schema. */
function byName(name: string): RequestVersion {
  return REQUEST_VERSIONS.findLast((version) => name.startsWith(version)) ?? 'Exchange2007_SP1';
}

import { mapAddresses, mapHeaderAddresses } from '../../worker/exchange/items/map-addresses.ts';
import { mapMime } from '../../worker/exchange/items/mime-addresses.ts';
import { createChunkDecoder } from '../../worker/exchange/transport/http/chunked.ts';
import { createCookieJar } from '../../worker/exchange/transport/cookies.ts';
import { parseAvPairs } from '../../worker/exchange/transport/ntlm/av-pairs.ts';
import { readServerFlight } from '../../worker/exchange/transport/tls/server-flight.ts';
import { withoutBinaries } from '../../worker/exchange/write/create/binaries.ts';
import { withoutParts } from '../../worker/exchange/write/create/lesser-parcel.ts';
import { withoutNewer } from '../../worker/exchange/write/create/newer-parts.ts';
import { postAsMessage } from '../../worker/exchange/write/create/post-as-message.ts';
import { growingBytes } from '../../worker/exchange/xml/growing-bytes.ts';
import { legal } from '../../worker/exchange/xml/legal.ts';
import { plainText } from '../../worker/exchange/xml/plain-text.ts';
import { attributeOf, attributesOf, findStartTag, parseXml, textOf } from '../../worker/exchange/xml/scan.ts';
import { readPattern, foldedNames } from '../../worker/lib/folder-pattern.ts';
import { cleanAddress } from '../../worker/lib/mailbox-list/clean-address.ts';
import { destinationOf } from '../../worker/lib/mailbox-list/destination.ts';
import { readList } from '../../worker/lib/mailbox-list/read-list.ts';
import type { Reads } from './expressions.ts';

/** Code that goes through foreign text or bytes by itself. */
export type Scanner = {
  name: string;
  /** The files that the work goes through. */
  files: readonly string[];
  reads: Reads;
  /** Inputs of about so many bytes that are meant to be hard, and the work on each. */
  attacks: Readonly<Record<string, (size: number) => () => void>>;
};

const XML = 'worker/exchange/xml';
const utf8 = (text: string) => new TextEncoder().encode(text);
const filled = (part: string, size: number) => part.repeat(Math.ceil(size / part.length));
const CONTACT = { sourceId: 'a', method: 'typed', itemClass: 'IPM.Contact', lengthBytes: 0 } as const;
const everyone = () => 'x@new.example';

/** Work on text between a beginning and an end; what is refused is refused in the same time. */
function on(work: (text: string) => unknown, before: string, part: string, after: string) {
  return (size: number) => {
    const text = before + filled(part, size) + after;
    return () => {
      try {
        work(text);
      } catch {
        // The answer is no good: how long it took to see that is what counts.
      }
    };
  };
}

/** The same on bytes that are made beforehand. */
function onBytes(work: (bytes: Uint8Array) => unknown, before: string, part: string, after: string) {
  return (size: number) => {
    const bytes = utf8(before + filled(part, size) + after);
    return () => {
      try {
        work(bytes);
      } catch {
        // As above.
      }
    };
  };
}

const parse = (before: string, part: string, after: string) => onBytes(parseXml, before, part, after);
const readTag = (before: string, part: string, after: string) =>
  onBytes(
    (bytes) => {
      const element = parseXml(bytes);
      attributesOf(element);
      attributeOf(element, 'Id');
    },
    before,
    part,
    after,
  );
const readText = (before: string, part: string, after: string) =>
  onBytes((bytes) => textOf(parseXml(bytes)), before, part, after);
const mapField = (part: string) => on((text) => mapHeaderAddresses(text, everyone), 'From: ', part, '');
const mapHeader = (before: string, part: string) =>
  onBytes((bytes) => mapMime(utf8(Buffer.from(bytes).toString('base64')), everyone), before, part, '\r\n\r\nbody');

export const SCANNERS: readonly Scanner[] = [
  {
    name: 'lists of mailboxes',
    files: [
      'worker/lib/csv/record-spans.ts',
      'worker/lib/mailbox-list/clean-address.ts',
      'worker/lib/mailbox-list/destination.ts',
      'worker/lib/mailbox-list/read-list.ts',
    ],
    reads: 'person',
    attacks: {
      'a quote that is not closed': on(readList, 'Source Email\n"', 'x', ''),
      'quotes within a cell': on(readList, 'Source Email\n"', 'x"y', ''),
      'quotes that each next line closes': on(readList, 'Source Email\n', '"\n', ''),
      'doubled quotes': on(readList, 'Source Email\n', '"""""\n""""\n', ''),
      'quotes before spaces': on(readList, 'Source Email\n"', '" ', ','),
      'columns without end': on(readList, 'Source Email', ',', '\na@b.example'),
      'blank lines': on(readList, '', '\n', 'a@b.example'),
      'an address of spaces': on(cleanAddress, 'a', ' ', 'x'),
      'an address in brackets': on(cleanAddress, '', '<', '>'),
      'what is replaced': on((text) => destinationOf('a@b.example', text, { search: 'aa', replace: 'b' }), '', 'a', ''),
    },
  },
  {
    name: 'answers: elements',
    files: [`${XML}/scan.ts`, `${XML}/local-name.ts`, `${XML}/find-text.ts`, `${XML}/bytes.ts`],
    reads: 'server',
    attacks: {
      'empty elements': parse('<a>', '<b/>', '</a>'),
      'unclosed elements': parse('', '<a>', ''),
      'closing tags': parse('<a>', '</b>', ''),
      'a name without end': parse('<', 'a', ''),
      'prefixes without end': parse('<a>', 'b:', ''),
      'comments that do not end': parse('<a>', '<!--', ''),
      'content that does not end': parse('<a>', '<![CDATA[', ''),
      'instructions that do not end': parse('<a>', '<?', ''),
      'signs that begin': parse('<a>', '<', ''),
      'signs that end': parse('<a>', '>', '</a>'),
      'quotes in a tag': parse('<a ', '"', '>'),
    },
  },
  {
    name: 'answers: attributes',
    files: [`${XML}/each-attribute.ts`, `${XML}/scan.ts`, `${XML}/plain-text.ts`],
    reads: 'server',
    attacks: {
      'a name without end': readTag('<t:FolderId ', 'b', ' Id="x"/>'),
      'names without values': readTag('<t:FolderId ', 'b ', ' Id="x"/>'),
      'a value without a name': readTag('<t:FolderId ', '""', ' Id="x"/>'),
      'attributes without end': readTag('<t:FolderId ', 'b="" ', ' Id="x"/>'),
      'equals signs': readTag('<t:FolderId ', '=', ' Id="x"/>'),
      'prefixes without end': readTag('<t:FolderId ', ':', ' Id="x"/>'),
      'spaces without end': readTag('<t:FolderId b', ' ', '/>'),
      declarations: readTag('<t:FolderId ', 'xmlns="" ', '/>'),
      'references in a value': readTag('<t:FolderId Id="', '&#x', '"/>'),
    },
  },
  {
    name: 'answers: text',
    files: [`${XML}/plain-text.ts`, `${XML}/scan.ts`],
    reads: 'server',
    attacks: {
      'what looks like content, in an attribute': readText('<a><b c="', '><![CDATA[', '"/></a>'),
      'what looks like a comment, in an attribute': readText('<a><b c="', '><!--', '"/></a>'),
      references: readText('<a>', '&#x', '</a>'),
      ampersands: readText('<a>', '&', '</a>'),
      'a number without end': readText('<a>&#', '1', ';</a>'),
      'markup without end': on(plainText, '', '<', ''),
      'content without end': on(plainText, '', '<![CDATA[', ''),
      'comments without end': on(plainText, '', '<!--', ''),
    },
  },
  {
    name: 'answers: one large element',
    files: [`${XML}/splice.ts`, `${XML}/scan.ts`, `${XML}/growing-bytes.ts`],
    reads: 'server',
    attacks: {
      'tags without the one that is looked for': onBytes((bytes) => findStartTag(bytes, 'Data', 0), '', '<a>', ''),
      'comments that do not end': onBytes((bytes) => findStartTag(bytes, 'Data', 0), '', '<!--', ''),
      'byte by byte': (size) => () => {
        const head = growingBytes();
        for (let at = 0; at < size; at += 1) head.add(new Uint8Array(1));
      },
    },
  },
  {
    name: 'requests: forbidden characters',
    files: [`${XML}/legal.ts`, `${XML}/escape.ts`, `${XML}/bytes.ts`],
    reads: 'mail',
    attacks: {
      'forbidden references': onBytes((bytes) => legal([bytes]), '', '&#0;', ''),
      'references without end': onBytes((bytes) => legal([bytes]), '', '&#', ''),
      ampersands: onBytes((bytes) => legal([bytes]), '', '&', ''),
    },
  },
  {
    name: 'requests: binary properties',
    files: ['worker/exchange/write/create/binaries.ts'],
    reads: 'mail',
    attacks: {
      'signs that begin': onBytes((bytes) => withoutBinaries([bytes]), '<t:ExtendedProperty>', '<', ''),
      'properties without end': onBytes((bytes) => withoutBinaries([bytes]), '', '<t:ExtendedProperty>', ''),
    },
  },
  {
    name: 'requests: posts as messages',
    files: ['worker/exchange/write/create/post-as-message.ts'],
    reads: 'mail',
    attacks: {
      'many children': onBytes(postAsMessage, '<t:PostItem>', '<t:From></t:From>', '</t:PostItem>'),
      'children in children': onBytes(postAsMessage, '<t:PostItem>', '<t:From>', '</t:PostItem>'),
    },
  },
  {
    name: 'requests: what older servers do not know',
    files: ['worker/exchange/write/create/newer-parts.ts', 'worker/exchange/write/create/lesser-parcel.ts'],
    reads: 'mail',
    attacks: {
      'elements without end': onBytes((bytes) => withoutNewer([bytes], 'Exchange2007_SP1'), '', '<t:Members>', ''),
      'entries without end': onBytes((bytes) => withoutNewer([bytes], 'Exchange2007_SP1'), '', '<t:Entry ', ''),
      'many entries': onBytes(
        (bytes) => withoutNewer([bytes], 'Exchange2007_SP1'),
        '',
        '<t:Entry Key="a" Name="b">',
        '',
      ),
      'a contact of many entries': onBytes(
        (content) => withoutParts({ ...CONTACT, content }, new Set(), true),
        '<t:Contact><t:EmailAddresses>',
        '<t:Entry Key="EmailAddress1" Name="b">c</t:Entry>',
        '</t:EmailAddresses></t:Contact>',
      ),
    },
  },
  {
    name: 'mails: addresses of a header field',
    files: ['worker/exchange/items/map-addresses.ts'],
    reads: 'mail',
    attacks: {
      'a name without end': mapField('a'),
      'addresses without end': mapField('a@'),
      'addresses one by one': mapField('a@b '),
      'quotes that do not end': mapField('"\\'),
      'escaped quotes': mapField('\\"'),
      'comments in comments': mapField('('),
      'escaped comments': mapField('\\('),
      'encoded words that do not end': mapField('=?'),
      'encoded words in a name': mapField('a=?b'),
      'encoded words': mapField('=?a?b?c?='),
      'typed items': on((text) => mapAddresses(text, everyone), '', 'a', ''),
    },
  },
  {
    name: 'mails: headers',
    files: ['worker/exchange/items/mime-addresses.ts', 'worker/exchange/items/mime-head.ts'],
    reads: 'mail',
    attacks: {
      'one field without end': mapHeader('From: ', 'a'),
      'folded lines': mapHeader('From: ', 'a@b\r\n '),
      'fields without end': mapHeader('', 'To: a@b\r\n'),
      'empty lines of spaces': mapHeader('From: a', '\r\n '),
    },
  },
  {
    name: 'http: chunks',
    files: ['worker/exchange/transport/http/chunked.ts', 'worker/exchange/transport/http/head.ts'],
    reads: 'server',
    attacks: {
      'chunks of one byte': onBytes(
        (bytes) => createChunkDecoder().decode(bytes.slice(), 0, 0, bytes.length),
        '',
        '1\r\na\r\n',
        '',
      ),
      'a line without end': onBytes(
        (bytes) => createChunkDecoder().decode(bytes.slice(), 0, 0, bytes.length),
        '1;',
        ' ',
        '',
      ),
    },
  },
  {
    name: 'http: cookies',
    files: ['worker/exchange/transport/cookies.ts'],
    reads: 'server',
    attacks: {
      'cookies without end': (size) => {
        const headers = new Headers();
        for (let at = 0; at < size; at += 20) headers.append('set-cookie', `n${at}=${at}; path=/${at}`);
        return () => createCookieJar(() => 0).take(new URL('https://a.example/'), headers);
      },
    },
  },
  {
    name: 'tls: what a server says first',
    files: ['worker/exchange/transport/tls/server-flight.ts'],
    reads: 'server',
    attacks: {
      'empty records': (size) => {
        const bytes = Uint8Array.from({ length: size }, (_, at) => [22, 3, 3, 0, 0][at % 5] ?? 0);
        return () => readServerFlight(bytes);
      },
    },
  },
  {
    name: 'ntlm: what a challenge tells',
    files: ['worker/exchange/transport/ntlm/av-pairs.ts', 'worker/exchange/transport/ntlm/messages.ts'],
    reads: 'server',
    attacks: {
      'empty pairs': (size) => {
        const bytes = Uint8Array.from({ length: size }, (_, at) => [2, 0, 0, 0][at % 4] ?? 0);
        return () => parseAvPairs(bytes);
      },
    },
  },
  {
    name: 'folder patterns',
    files: ['worker/lib/folder-pattern.ts'],
    reads: 'person',
    attacks: {
      'wildcards in a name': (size) => {
        const path = foldedNames(filled('a', size));
        return () => readPattern('********zz')?.(path);
      },
      'folders in folders': (size) => {
        const path = foldedNames(filled('a/', size));
        return () => readPattern('**/a*/**/a*/**/a*/**/zz')?.(path);
      },
      'names that nearly fit': (size) => {
        const path = foldedNames(filled('ab', size));
        return () => readPattern('*ab*ab*ab*abz*')?.(path);
      },
    },
  },
];

/** Files that use the same means, and go through nothing foreign of more than a few bytes, or only once and natively. */
export const NO_SCANNERS: Readonly<Record<string, string>> = {
  'worker/exchange/client/gate.ts': 'its own queue',
  'worker/features/passes/look-at-start.ts': 'a list of ids, for one of them',
  'worker/exchange/items/meetings.ts': 'a list of its own',
  'worker/exchange/items/members.ts': 'one pass over base64, and two-byte characters of one member',
  'worker/exchange/items/typed-item.ts': 'its own pieces',
  'worker/exchange/items/zones.ts': 'a structure of fixed length',
  'worker/exchange/operations/versions.ts': 'a list of its own',
  'worker/exchange/settings/categories.ts': 'a single search from the end',
  'worker/exchange/transport/charsets.ts': 'a user name and a password',
  'worker/exchange/transport/gateway/read-line.ts': 'a list of its own; facts of at most 64 KB',
  'worker/exchange/transport/ntlm/account.ts': 'a user name',
  'worker/exchange/transport/ntlm/channel-bindings.ts': 'a hash',
  'worker/exchange/transport/ntlm/digests.ts': 'a password',
  'worker/exchange/transport/ntlm/handshake.ts': 'one pass over a token of base64',
  'worker/exchange/transport/ntlm/response.ts': 'structures of fixed length',
  'worker/exchange/write/complete/occurrence-files.ts': 'its own lists',
  'worker/exchange/write/create/keep-meetings.ts': 'its own lists',
  'worker/lib/roles.ts': 'its own list of roles',
  'worker/lib/script-facts.ts': 'its own list of versions',
  'worker/features/scripts/quote.ts': 'one pass over each name',
  'worker/features/credential-requests/ask-statements.ts': 'its own list of columns',
  'worker/features/credential-requests/page/files.ts': 'one pass over its own files',
  'worker/features/endpoints/report/decide-findings.ts': 'a list of its own',
  'worker/features/endpoints/report/line-findings.ts': 'a list of its own',
  'worker/features/templates/logo.ts': 'segments of a picture of at most 200 KB, each once',
  'worker/features/webhooks/body.ts': 'an event’s type and id',
  'worker/engine/copy/denial.ts': 'its own list',
  'worker/engine/model/copy-method.ts': 'its own list',
  'worker/engine/model/match-key.ts': 'one pass over each text',
  'worker/engine/pacing/budget.ts': 'its own list',
  'worker/engine/pacing/seats.ts': 'its own list',
  'worker/lib/encoding.ts': 'one pass over base64',
  'worker/local/gateway/certificate-findings.ts': 'its own list of reasons',
  'worker/local/gateway/connect-by-proxy.ts': 'a head of limited length, of a proxy that the operator chose',
  'worker/local/gateway/describe-certificate.ts': 'one search in a line of a certificate',
  'worker/local/gateway/trust-bundle.ts': 'a file of the operator',
  'worker/runtime/platform/read-certificate.ts': 'a few native searches in one certificate',
};

import { ACCOUNT_ATTACKS } from './attacks-on-accounts.ts';
import { LICENCE_ATTACKS } from './attacks-on-licences.ts';
import { WORKGROUP_ATTACKS } from './attacks-on-workgroups.ts';
import type { Without } from './without.ts';

/** Which settings of Vitest a test runs with. */
export type Kind = 'node' | 'worker' | 'app';

/** An attack of the security review or one of its kind, the test that makes it, and a defence without which it works. */
export type Attack = {
  /** Of the review. */
  point: number;
  attack: string;
  kind: Kind;
  file: string;
  /** Part of the test's name. */
  test: string;
  without: Without;
};

const worker = (file: string) => ({ kind: 'worker', file: `test/worker/${file}.test.ts` }) as const;
const node = (file: string) => ({ kind: 'node', file: `test/${file}.test.ts` }) as const;
const app = (file: string) => ({ kind: 'app', file: `test/app/${file}` }) as const;
const without = (file: string, from: string, to: string): { without: Without } => ({ without: { file, from, to } });

const BOUND = 'worker/features/credentials/bound-to.ts';
const ATTEMPTS = 'worker/features/workgroups/attempt-store.ts';
const TRIALS = 'worker/features/credentials/trial-store.ts';
const DOOR = 'worker/runtime/platform/front-door.ts';
const HEADERS = 'worker/features/kernel/security-headers.ts';
const NAMES = 'worker/runtime/platform/checked-names.ts';
const BUDGET = 'worker/exchange/folders/folder-budget.ts';
const WALKS = 'worker/exchange/client/walks.ts';

export const ATTACKS: readonly Attack[] = [
  {
    point: 1,
    attack: 'another address, port or endpoint collects the passwords of mailboxes',
    ...worker('bound-secrets'),
    test: 'the password of a mailbox does not follow to',
    ...without(BOUND, 'if (url.origin === origin) return true;', 'return true;'),
  },
  {
    point: 1,
    attack: 'a host that is consented to later gets passwords that were given before',
    ...worker('bound-secrets'),
    test: 'a host that is consented to later is not sent',
    ...without(
      BOUND,
      'return { ...boundTo, hosts: boundTo.hosts.filter((host) => today.includes(host)) };',
      'return { ...boundTo, hosts: today };',
    ),
  },
  {
    point: 1,
    attack: 'the password of an endpoint follows to a further host',
    ...worker('bound-secrets'),
    test: 'the password of an endpoint is asked for again',
    ...without('worker/features/endpoints/change-endpoint.ts', '(isMoved || isNewHost)', 'isMoved'),
  },
  {
    point: 1,
    attack: 'a seal is made to name another place',
    ...worker('bound-secrets'),
    test: 'a seal says itself where its secret may go',
    ...without(
      'worker/runtime/platform/sealed-text.ts',
      "['v1', ...facts] : [FORMAT, ...facts, boundText]",
      "['v1', ...facts] : [FORMAT, ...facts]",
    ),
  },
  {
    point: 1,
    attack: 'autodiscover leads a password to a host without consent',
    ...worker('rediscover'),
    test: 'where consent is missing it says whose',
    ...without('worker/runtime/slices/rediscover.ts', 'if (elsewhere) throw needsConsent(fault, elsewhere);', ''),
  },
  {
    point: 2,
    attack: 'wildcards in excluded folders that backtrack',
    ...node('hostile/growth'),
    test: 'folder patterns: wildcards in a name',
    ...without(
      'worker/lib/folder-pattern.ts',
      '  let from = first.length;\n  for (const piece of others) {\n    const at = name.indexOf(piece, from);\n    if (at < 0) return false;\n    from = at + piece.length;\n  }\n  return name.length - last.length >= from && name.endsWith(last);',
      '  const fits = (at: number, piece: number): boolean => {\n    if (piece === others.length) return name.length - last.length >= at && name.endsWith(last);\n    for (let next = at; next <= name.length; next += 1)\n      if (name.startsWith(others[piece] ?? "", next) && fits(next + 1, piece + 1)) return true;\n    return false;\n  };\n  return fits(first.length, 0);',
    ),
  },
  {
    point: 2,
    attack: 'a pattern of many wildcards',
    ...worker('project-options'),
    test: 'refuses a pattern with more wildcards than anybody needs',
    ...without('worker/lib/folder-pattern.ts', 'export const MAX_WILDCARDS = 6;', 'export const MAX_WILDCARDS = 600;'),
  },
  {
    point: 3,
    attack: 'attributes without end in a tag of a server',
    ...node('hostile/growth'),
    test: 'answers: attributes: a name without end',
    ...without(
      'worker/exchange/xml/each-attribute.ts',
      '    at = behindSpaces(bytes, at);\n    if (bytes[at] !== EQUALS) continue;',
      '    at = behindSpaces(bytes, at);\n    if (bytes[at] !== EQUALS) {\n      at = found.from + 1;\n      continue;\n    }',
    ),
  },
  {
    point: 3,
    attack: 'a long header in a mail from anyone, with addresses to rewrite',
    ...node('hostile/growth'),
    test: 'mails: addresses of a header field',
    ...without(
      'worker/exchange/items/map-addresses.ts',
      'if (at >= runEnd) runEnd = endOf(ATOM, text, at);',
      'runEnd = endOf(ATOM, text, at);',
    ),
  },
  {
    point: 4,
    attack: 'millions of elements in an answer',
    ...node('hostile/lists'),
    test: 'are not read any further',
    ...without('worker/exchange/xml/scan.ts', 'const MAX_ELEMENTS = 400_000;', 'const MAX_ELEMENTS = 400_000_000;'),
  },
  {
    point: 4,
    attack: 'a list of folders that never ends',
    ...node('hostile/lists'),
    test: 'of a list that never ends the mailbox fails',
    ...without(BUDGET, 'const MAX_FOLDERS = 100_000;', 'const MAX_FOLDERS = 250_000;'),
  },
  {
    point: 4,
    attack: 'pages of folders that bring one each',
    ...node('hostile/lists'),
    test: 'a page that brings one new folder each time',
    ...without(BUDGET, 'const FREE_PAGES = 100;', 'const FREE_PAGES = 5_000;'),
  },
  {
    point: 4,
    attack: 'folders nested without end',
    ...node('hostile/lists'),
    test: 'folders within folders without end',
    ...without(BUDGET, 'const MAX_LEVELS = 400;', 'const MAX_LEVELS = 4_000;'),
  },
  {
    point: 4,
    attack: 'names of folders that fill the memory',
    ...node('hostile/lists'),
    test: 'names that fill the memory',
    ...without(BUDGET, 'const MAX_TEXT = 32 * 1024 * 1024;', 'const MAX_TEXT = 320 * 1024 * 1024;'),
  },
  {
    point: 4,
    attack: 'two states of a folder that lead to each other',
    ...node('hostile/lists'),
    test: 'a state that comes back',
    ...without(WALKS, 'if (walk.states.has(next)) return false;', ''),
  },
  {
    point: 4,
    attack: 'pages of changes that bring almost nothing, forever',
    ...node('hostile/lists'),
    test: 'do not go on for ever',
    ...without(WALKS, 'const FREE_PAGES = 100;', 'const FREE_PAGES = 5_000;'),
  },
  {
    point: 4,
    attack: 'new items forever',
    ...node('hostile/lists'),
    test: 'new items without end',
    ...without(WALKS, 'const MAX_CHANGES = 2_000_000;', 'const MAX_CHANGES = 200_000_000;'),
  },
  {
    point: 4,
    attack: 'lists in all folders together, hour after hour',
    ...node('hostile/lists'),
    test: 'what a server lists in an hour',
    ...without(
      'worker/exchange/client/hour-budget.ts',
      'const MAX_ENTRIES = 4_000_000;',
      'const MAX_ENTRIES = 400_000_000;',
    ),
  },
  {
    point: 5,
    attack: 'passwords of an agent are guessed, from many addresses',
    ...worker('attempts'),
    test: 'wrong passwords of one account wait longer and longer',
    ...without('worker/features/account/sign-in.ts', '    [LIMITS.signInOfAccount, read.email.toLowerCase()],\n', ''),
  },
  {
    point: 5,
    attack: 'many guesses at once pass as one',
    ...worker('attempts'),
    test: 'many wrong passwords at once',
    ...without(ATTEMPTS, '      setWhere: sql`${attempts.blockedUntil} <= ${now}`,\n', ''),
  },
  {
    point: 5,
    attack: 'a client states its own address',
    ...worker('attempts'),
    test: 'where no header is trusted, a forged one changes nothing',
    ...without(
      'worker/features/kernel/client-address.ts',
      'clientAddressHeader ? headers.get(clientAddressHeader)?.trim() : undefined',
      "headers.get(clientAddressHeader ?? 'cf-connecting-ip')?.trim()",
    ),
  },
  {
    point: 5,
    attack: 'sign-ups without limit',
    ...worker('attempts'),
    test: 'sign-ups are limited',
    ...without('worker/features/workgroups/sign-up-owner.ts', '    [LIMITS.signUpFromAddress, from],\n', ''),
  },
  {
    point: 5,
    attack: 'a sign-up shows whether an address has an account',
    ...worker('open-sign-up'),
    test: 'a sign-up with an address that has an account looks like any other',
    ...without(
      'worker/features/workgroups/sign-up-owner.ts',
      'const email = unprovenEmail(address, ids.agent);',
      'const email = address.toLowerCase();',
    ),
  },
  {
    point: 5,
    attack: 'sign-ups guess passwords of accounts',
    ...worker('open-sign-up'),
    test: 'sign-ups guess no password that sign-ins may not',
    ...without(
      'worker/features/workgroups/sign-up-owner.ts',
      '[[LIMITS.signInOfAccount, address.toLowerCase()]]',
      '[]',
    ),
  },
  {
    point: 5,
    attack: 'endpoints, searches and mailboxes guess passwords of Exchange accounts',
    ...worker('attempts'),
    test: 'passwords of other people',
    ...without(
      'worker/features/endpoints/limited-look.ts',
      '    [LIMITS.probeOfAccount, tried && accountOf(tried.account)],\n',
      '',
    ),
  },
  {
    point: 5,
    attack: 'looks that prove nothing end the wait',
    ...worker('attempts'),
    test: 'a look that shows no password ends no wait',
    ...without(
      'worker/features/endpoints/limited-look.ts',
      '...(provesPassword ? [LIMITS.probeOfAccount] : [])',
      'LIMITS.probeOfAccount',
    ),
  },
  {
    point: 5,
    attack: 'any number of domains that lead to one host give it guesses',
    ...worker('attempts'),
    test: 'domains of one’s own that lead to another’s host',
    ...without(
      'worker/features/endpoints/limited-look.ts',
      'isSearch ? (given.consentHosts',
      'false ? (given.consentHosts',
    ),
  },
  {
    point: 5,
    attack: 'the same by the mailboxes of a pass',
    ...worker('password-trials'),
    test: 'servers of one’s own that lead to another’s host',
    ...without('worker/features/credentials/password-trial.ts', 'new Set([url, ...hosts].map(', 'new Set([url].map('),
  },
  {
    point: 5,
    attack: 'looks without end by one workgroup',
    ...worker('attempts'),
    test: 'looks that fail are limited for a workgroup',
    ...without('worker/features/endpoints/limited-look.ts', '    [LIMITS.probeByWorkgroup, workgroupId],\n', ''),
  },
  {
    point: 5,
    attack: 'mailboxes added in bulk guess the password of one account',
    ...worker('password-trials'),
    test: 'passwords for one account are guessed no faster by passes',
    ...without(TRIALS, 'insert(passwordKey, notExists(blocked))', 'insert(passwordKey, sql`true`)'),
  },
  {
    point: 5,
    attack: 'the same, all at once',
    ...worker('password-trials'),
    test: 'of many guesses at once',
    ...without(TRIALS, 'insert(passwordKey, notExists(blocked))', 'insert(passwordKey, sql`true`)'),
  },
  {
    point: 5,
    attack: 'mailboxes added in bulk try one password for many accounts',
    ...worker('password-trials'),
    test: 'one password for many accounts',
    ...without(
      'worker/features/credentials/password-trial.ts',
      '    [LIMITS.passByWorkgroup, workgroupId] as const,\n',
      '',
    ),
  },
  {
    point: 5,
    attack: 'a page that answers everyone, or one’s own account, ends the wait for another',
    ...worker('password-trials'),
    test: 'what a server accepts counts no longer',
    ...without(
      'worker/features/credentials/password-trial.ts',
      'JSON.stringify([url, accounts, password])',
      'JSON.stringify([accounts, password])',
    ),
  },
  {
    point: 6,
    attack: 'a page leads a name of its own to this computer (DNS rebinding)',
    ...worker('front-door'),
    test: 'is refused: a page may have led its name here',
    ...without(DOOR, 'if (!isOpen && !named.every(', 'if (isOpen && !named.every('),
  },
  {
    point: 6,
    attack: 'a stranger claims a fresh installation',
    ...worker('sign-in'),
    test: 'the first owner signs up once',
    ...without('worker/features/workgroups/sign-up-owner.ts', "if (!isRight) throw problem('setup-token-wrong');", ''),
  },
  {
    point: 6,
    attack: 'a deployed installation without a token has whoever comes first as its owner',
    ...worker('sign-in'),
    test: 'a deployed Mailferry without a token set has no owner',
    ...without(
      'worker/runtime/compose.ts',
      "(env.SETUP_TOKEN || env.ONE_COMPUTER !== 'true') &&",
      'env.SETUP_TOKEN &&',
    ),
  },
  {
    point: 7,
    attack: 'signing out fails, and everything stays on the device',
    ...app('session-end.test.ts'),
    test: 'signing out clears this device first',
    ...without(
      'app/lib/session-end.ts',
      '  endHere(client);\n  return closeLeftOpen();',
      '  const isClosed = await closeLeftOpen();\n  if (isClosed) endHere(client);\n  return isClosed;',
    ),
  },
  {
    point: 7,
    attack: 'a session that was left open is used again',
    ...app('session-end.test.ts'),
    test: 'a session that was left open is ended on the next contact',
    ...without('app/lib/session-end.ts', 'if (!(await closeLeftOpen()))', 'if (false)'),
  },
  {
    point: 8,
    attack: 'a socket outlives its session, key or role',
    ...worker('live'),
    test: 'a live socket ends once',
    ...without('worker/runtime/passes/watchers.ts', 'if (!isIn) socket.close', 'if (false) socket.close'),
  },
  {
    point: 8,
    attack: 'another tab goes on after the sign-out',
    ...app('session-end.test.ts'),
    test: 'signing out in one tab signals the others',
    ...without('app/lib/session-end.ts', "  signalTabs('session-ended');", ''),
  },
  {
    point: 8,
    attack: 'another tab writes the state back',
    ...app('persist.test.ts'),
    test: 'is not written before sign-in is confirmed, nor after the session ends',
    ...without(
      'app/lib/persist.ts',
      '  const state = owner === undefined ? undefined : textOfState(client);',
      '  const state = textOfState(client);',
    ),
  },
  {
    point: 8,
    attack: 'the next agent sees the state of the one before',
    ...app('persist.test.ts'),
    test: 'is deleted as soon as',
    ...without('app/lib/persist.ts', 'now !== undefined && now !== owner', 'false'),
  },
  {
    point: 9,
    attack: 'subjects of items that crossed stay in the ledger',
    ...node('ledger/subjects'),
    test: 'when a pass is over, only failed items have one',
    ...without('worker/ledger/lists.ts', 'if (subjects) dropSubjects(sql, subjects);', ''),
  },
  {
    point: 9,
    attack: 'subjects stay on the lists of a project that no longer wants them',
    ...worker('subjects'),
    test: 'no subject stays on its lists',
    ...without('worker/features/reports/item-error-store.ts', '.set({ subject: null })', '.set({ kind: "email" })'),
  },
  {
    point: 10,
    attack: 'the key of an inactive agent still works',
    ...worker('key-rules'),
    test: 'a key may do no more than its maker may now',
    ...without(
      'worker/features/api-keys/key-rules.ts',
      'const ofKey = isAbove(role, ofAgent) ? ofAgent : role;',
      'const ofKey = role;',
    ),
  },
  {
    point: 10,
    attack: 'a key outlives the key that made it',
    ...worker('key-rules'),
    test: 'a key ends with the key that made it',
    ...without(
      'worker/features/api-keys/key-rules.ts',
      'if (at.revokedAt !== null) break;',
      'if (key.revokedAt !== null) break;',
    ),
  },
  {
    point: 10,
    attack: 'a manager revokes the key of an owner',
    ...worker('key-rules'),
    test: 'nobody revokes a key that may do more than they',
    ...without('worker/lib/roles.ts', 'return ROLES.indexOf(role) < ROLES.indexOf(other);', 'return false;'),
  },
  {
    point: 10,
    attack: 'other sessions survive a change of the password',
    ...worker('key-rules'),
    test: 'a changed password ends every other session',
    ...without('worker/features/account/change-password.ts', '{ ...read, revokeOtherSessions: true }', '{ ...read }'),
  },
  {
    point: 10,
    attack: 'a password that everyone tries first',
    ...worker('key-rules'),
    test: 'is no password: everyone tries it first',
    ...without(
      'worker/features/workgroups/password-rules.ts',
      'if (withoutRows(text).length < LEAST_OWN)',
      'if (false)',
    ),
  },
  {
    point: 11,
    attack: 'a page, script or answer without a policy',
    ...worker('front-door'),
    test: 'comes with the headers that guard it',
    ...without(HEADERS, "    'default-src': \"'none'\",\n", ''),
  },
  {
    point: 11,
    attack: 'a page in a frame of another site',
    ...worker('front-door'),
    test: 'comes with the headers that guard it',
    ...without(HEADERS, "  'x-frame-options': 'DENY',\n", ''),
  },
  {
    point: 11,
    attack: 'http instead of https, outside this computer',
    ...worker('front-door'),
    test: 'http leads on to https',
    ...without(DOOR, "if (own.protocol === 'http:' &&", "if (own.protocol === 'never:' &&"),
  },
  {
    point: 12,
    attack: 'a name that leads to a private address, by a gateway',
    ...node('local/gateway/address-gate'),
    test: 'a name that leads to',
    ...without(
      'worker/local/gateway/address-gate.ts',
      'allowPrivate ? undefined : addresses.find(isPrivateAddress)',
      'addresses.find(() => false)',
    ),
  },
  {
    point: 12,
    attack: 'a name that changes between look-up and connection',
    ...node('local/gateway/refusals'),
    test: 'is looked up once for all connections of a dial',
    ...without(
      'worker/local/gateway/open-line.ts',
      'connectTcp(checked.addresses, dial.port, host)',
      'ways.resolve(host).then((found) => connectTcp(found, dial.port, host))',
    ),
  },
  {
    point: 12,
    attack: 'a name that leads to a private address, without a gateway',
    ...worker('checked-names'),
    test: 'leads to a private address: nothing is sent there',
    ...without(NAMES, 'if (addresses.some(isPrivateAddress))', 'if (false)'),
  },
  {
    point: 12,
    attack: 'the time or the words of a probe tell a closed port from a silent one',
    ...worker('silent-ports'),
    test: 'a probe',
    ...without('worker/exchange/probe.ts', 'if (!isAnswered && isNoAnswer(fault)) await endOf(first);', ''),
  },
  {
    point: 12,
    attack: 'the same by a search',
    ...worker('silent-ports'),
    test: 'a search says the same of both',
    ...without(
      'worker/exchange/autodiscover/discover.ts',
      "if (answer.kind === 'silent' && answer.isNoAnswer) await endOf(signal);",
      '',
    ),
  },
  {
    point: 12,
    attack: 'other ports of a host',
    ...worker('address-policy'),
    test: 'only the usual port is gone to',
    ...without('worker/lib/address.ts', "? undefined : 'port';", '? undefined : undefined;'),
  },
  {
    point: 12,
    attack: 'plain http to another port, or by a reference into the house',
    ...node('local/gateway/plain-http'),
    test: 'without TLS there is no line to',
    ...without(
      'worker/local/gateway/open-line.ts',
      'if (!dial.isSecure && !allowPrivate && dial.port !== PLAIN_PORT)',
      'if (false)',
    ),
  },
  {
    point: 13,
    attack: 'names with NUL, overrides of direction or half characters',
    ...worker('endpoints'),
    test: 'is refused, wherever there are names',
    ...without('worker/lib/plain-text.ts', '!MISLEADING.test(text)', 'text !== MISLEADING.source'),
  },
  {
    point: 13,
    attack: 'a state folder that others can read',
    ...node('local/state-lock'),
    test: 'is open to its owner alone',
    ...without('worker/local/state-lock.ts', 'chmodSync(path, 0o700);', ''),
  },
  {
    point: 13,
    attack: 'anyone runs the schedule of one computer',
    ...worker('front-door'),
    test: 'the schedule of one computer runs by its key alone',
    ...without(
      'worker/runtime/platform/own-schedule.ts',
      "return isSameText(headers.get('authorization') ?? '', `Schedule ${key}`);",
      'return true;',
    ),
  },
  {
    point: 13,
    attack: 'one seal that cannot be opened stops a change of keys',
    ...worker('bound-secrets'),
    test: 'one seal that cannot be opened keeps no other',
    ...without(
      'worker/features/credentials/rotate-seals.ts',
      '.catch(() => undefined);\n        if (sealed',
      ';\n        if (sealed',
    ),
  },
  {
    point: 13,
    attack: 'a server smuggles elements in an attribute that is passed on',
    ...node('hostile/attributes'),
    test: 'what is in an attribute of an extended field stays in it',
    ...without('worker/exchange/xml/raw-attribute.ts', ".replaceAll('\"', '&quot;').replaceAll('<', '&lt;')", ''),
  },
  {
    point: 13,
    attack: 'a probe whose time is over blames the person',
    ...node('exchange/probe'),
    test: 'says that the server took too long',
    ...without(
      'worker/exchange/faults/ended-fault.ts',
      "reason instanceof Error && reason.name === 'TimeoutError'",
      'false',
    ),
  },
  ...ACCOUNT_ATTACKS,
  ...WORKGROUP_ATTACKS,
  ...LICENCE_ATTACKS,
];

import type { Finding } from '../../../lib/probe-checks.ts';
import type { Try } from '../../../lib/probe-facts.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/units.ts';
import { isAtTheDoor } from './line-findings.ts';
import { findingOf, NOT_REACHED, type Seen } from './seen.ts';
import { throttling } from './throttling-finding.ts';
import { isOf2007 } from './versions.ts';

const OTHER_METHODS = 'Mailferry copies messages as MIME and other items field by field instead.';
/** What every version takes as it is installed, from 2010 SP2 on; bytes. */
const USUAL_REQUEST = 35_000_000;
/** What senders usually may send, bytes. */
const USUAL_MESSAGE = 25_000_000;
/** By how much clocks may differ in a Windows domain. */
const CLOCK_MS = 5 * MINUTE_MS;

/** What the server and the mailbox can take. */
export function serverFindings(seen: Seen): Finding[] {
  const { side } = seen;
  return [
    ...(side === 'destination' ? [] : [transfer(seen, 'export', seen.facts.exports)]),
    ...(side === 'source' ? [] : [transfer(seen, 'upload', seen.facts.uploads)]),
    sizeLimit(seen),
    throttling(seen),
    clock(seen),
    ...(side === 'source' ? [] : [mailboxFull(seen), largestMessage(seen)]),
  ];
}

function transfer(seen: Seen, check: 'export' | 'upload', tried: Try | undefined): Finding {
  const { ok, warning, failed, unknown } = findingOf(check);
  const [verb, verbs] = check === 'export' ? ['export', 'exports'] : ['take', 'takes'];
  const { facts, useImpersonation } = seen;
  const way = useImpersonation ? facts.impersonation : facts.fullAccess;
  if (check === 'upload' && way?.root.ok && way.mayCreate === false)
    return failed(
      `${seen.account ?? 'The account'} may read ${seen.mailbox ?? 'the mailbox'}, but not create items there.`,
      {
        remedy: 'Grant full access: a right to read folders is not enough at the destination.',
        scriptId: 'full-access',
      },
    );
  if (tried === undefined)
    return unknown(seen.mailbox === undefined ? 'Not tested: name a mailbox to test it.' : NOT_REACHED);
  if (tried.ok) return ok(`The server ${verbs} whole items.`);
  if (tried.code === 'too-old')
    return warning(`The server is too old to ${verb} whole items, as Exchange 2010 SP1 and later do. ${OTHER_METHODS}`);
  if (tried.kind === 'unsupported' || tried.kind === 'access')
    return warning(`The server does not ${verb} whole items (${tried.code}). ${OTHER_METHODS}`);
  return unknown(`Not known: the server answered with ${tried.code}.`);
}

function sizeLimit(seen: Seen): Finding {
  const { ok, warning, unknown } = findingOf('size-limit');
  const size = seen.facts.requestSize;
  if (size === undefined) return unknown(isAtTheDoor(seen) ? 'The server does not tell its limit.' : NOT_REACHED);
  if (size.refusedBytes === undefined) {
    if (isOf2007(seen))
      return unknown(
        'Exchange 2007 does not tell its limit. As installed it takes requests of 30 MB, with items of about 22 MB.',
      );
    return ok(
      `The front door refuses no request up to ${megabytes(size.takenBytes)}, which is enough for items of 100 MB.`,
    );
  }
  const sentence = `The front door takes requests of ${megabytes(size.takenBytes)} and refuses ${megabytes(size.refusedBytes)}: items up to about ${megabytes(size.takenBytes * 0.75)} can be copied.`;
  if (size.takenBytes >= USUAL_REQUEST) return ok(sentence);
  return warning(sentence, {
    remedy: 'Raise the limits of EWS on the front end and on the back end.',
    scriptId: 'size-limits',
  });
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 100_000) / 10)} MB`;
}

function clock({ facts }: Seen): Finding {
  const { ok, warning, unknown } = findingOf('clock');
  const ms = facts.clockDifferenceMs;
  if (ms === undefined) return unknown('The server did not tell its time.');
  if (Math.abs(ms) <= CLOCK_MS) return ok('The server’s clock is right.');
  return warning(`The server’s clock is ${duration(Math.abs(ms))} ${ms > 0 ? 'fast' : 'slow'}.`, {
    remedy:
      'Ask the provider to set it (w32tm), and check the clock of this computer: sign-ins and dates depend on it.',
  });
}

function duration(ms: number): string {
  const [count, unit] =
    ms < HOUR_MS * 0.95 ? [Math.round(ms / MINUTE_MS), 'minute'] : [Math.round(ms / HOUR_MS), 'hour'];
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}

function untold(seen: Seen): string {
  if (seen.mailbox === undefined) return 'Not tested: name a mailbox to test it.';
  if (isOf2007(seen)) return 'Exchange 2007 does not tell: it has no MailTips.';
  return seen.facts.isSignedIn ? 'The server does not tell it by MailTips.' : NOT_REACHED;
}

function mailboxFull(seen: Seen): Finding {
  const { ok, failed, unknown } = findingOf('mailbox-full');
  const { mailbox = '' } = seen;
  const isFull = seen.facts.mailTips?.isFull;
  if (isFull === undefined) return unknown(untold(seen));
  if (!isFull) return ok(`${mailbox} is not full.`);
  return failed(`${mailbox} is full and takes no more items.`, {
    remedy: 'Ask the provider to raise its quota, or empty it, before a pass copies to it.',
  });
}

function largestMessage(seen: Seen): Finding {
  const { ok, warning, unknown } = findingOf('largest-message');
  const bytes = seen.facts.mailTips?.largestBytes;
  if (bytes === undefined) return unknown(untold(seen));
  const sentence = `${seen.mailbox ?? ''} receives messages up to ${megabytes(bytes)}.`;
  if (bytes >= USUAL_MESSAGE) return ok(sentence);
  return warning(`${sentence} Larger items may be refused.`, {
    remedy: 'Raise the limit of the mailbox (MaxReceiveSize) for the time of the migration.',
    scriptId: 'size-limits',
  });
}

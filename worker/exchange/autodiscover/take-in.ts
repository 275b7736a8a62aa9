import type { DiscoveryFailure } from '../../lib/discovery.ts';
import { chooseScheme } from '../../lib/sign-in-scheme.ts';
import { bothForms, domainOf, ewsBeside, formOf, isOnline, isTrusted, refusalIn, stepsFor } from './hosts.ts';
import { leadsInCircle } from './keys.ts';
import type { Answer, Attempt, Found, MailboxSettings, State, Step } from './steps.ts';

/** As clients of Exchange have it. */
const MAX_REFERENCES = 10;

/** What servers say ends up on a screen. */
const MAX_SAID = 300;

type Ask = Extract<Step, { kind: 'ask' }>;

const WHAT = { refer: 'http', dns: 'dns', look: 'ews' } as const;

/** Takes an answer in: what was tried, what follows from it. */
export function takeIn(state: State, step: Step, answer: Answer): State {
  const line = answer.kind === 'silent' && answer.line ? { line: answer.line } : {};
  const note = (outcome: Attempt['outcome'], said: string): State => ({
    ...state,
    attempts: [...state.attempts, { ...attemptOf(step, outcome, said), ...line }],
  });
  switch (answer.kind) {
    case 'settings':
      return takeSettings(note, state, step, answer.settings);
    case 'other-address':
      return takeAddress(note, state, answer.email);
    case 'other-url':
      return takeUrl(note, state, step, answer.url);
    case 'sign-in':
      return takeSignIn(note, state, step, answer.schemes);
    case 'unknown':
      return failed(note('unknown-mailbox', answer.said), 'unknown-mailbox');
    case 'hosts': {
      const hosts = answer.hosts.map(({ host, port }) => (port === 443 ? host : `${host}:${String(port)}`));
      if (hosts.length === 0 || step.kind !== 'dns') return note('not-here', 'DNS has no record for this service.');
      const asks = hosts
        .flatMap((host) => bothForms(`https://${host}`, step.who))
        .filter((ask) => !refusalIn(state.search, urlOf(ask)));
      const next = note('referred', `DNS refers to ${hosts.join(', ')}.`);
      return { ...next, queue: [...asks, ...state.queue] };
    }
    case 'exchange': {
      const ewsUrl = urlOf(step);
      return {
        ...note('found', 'Exchange answers here.'),
        found: foundAt(state, ewsUrl, 'convention', state.search.address),
      };
    }
    case 'exchange-online':
      return failed(note('exchange-online', 'This is Exchange Online.'), 'exchange-online');
    case 'not-here':
      return note('not-here', answer.said);
    case 'silent': {
      const next = note('silent', answer.said);
      return step.kind === 'dns' ? next : { ...next, closed: [...state.closed, new URL(urlOf(step)).origin] };
    }
  }
}

type Note = (outcome: Attempt['outcome'], said: string) => State;

function takeSettings(note: Note, state: State, step: Step, settings: MailboxSettings): State {
  const { search } = state;
  const beside = settings.owaUrls.flatMap((url) => ewsBeside(url) ?? []);
  const candidates = [...settings.ewsUrls, ...beside];
  if (candidates.some((url) => isOnline(url))) {
    return failed(note('exchange-online', 'The mailbox is in Exchange Online.'), 'exchange-online');
  }
  const ewsUrl = candidates.find((url) => refusalIn(search, url) === undefined);
  if (ewsUrl === undefined) {
    const said =
      candidates[0] === undefined
        ? 'It knows the mailbox, but returns no EWS address.'
        : `It returns only ${candidates.join(', ')}, which cannot be reached from outside.`;
    const next = failed(note('no-usable-address', said), 'no-usable-address');
    return step.kind === 'ask' ? { ...next, asking: [...state.asking, new URL(step.url).origin] } : next;
  }
  const who = 'who' in step ? step.who : search.address;
  const foundBy = settings.ewsUrls.includes(ewsUrl) && step.kind === 'ask' ? step.form : 'convention';
  const found = { ...foundAt(state, ewsUrl, foundBy, who), settings };
  return { ...note('found', `It returns ${ewsUrl}.`), found };
}

function foundAt(state: State, ewsUrl: string, foundBy: Found['foundBy'], who: string): Found {
  const url = new URL(ewsUrl);
  return { ewsUrl, foundBy, who, ...(isTrusted(state.search, url) ? {} : { needsConsent: url.hostname }) };
}

/** The mailbox is elsewhere: the remaining steps are not needed. */
function takeAddress(note: Note, state: State, email: string): State {
  if (isOnline(email))
    return failed(note('exchange-online', `The mailbox is now ${email}, in Exchange Online.`), 'exchange-online');
  const refusal = refusalIn(state.search, `https://${domainOf(email)}`);
  if (refusal !== undefined) return note('not-followed', `It refers to ${email}. ${refusal}`);
  if (state.references >= MAX_REFERENCES) return tooMany(note);
  const queue = stepsFor(state.search, email);
  if (leadsInCircle(state, queue)) return failed(note('not-followed', `It refers back to ${email}.`), 'circle');
  const next = note('referred', `The mailbox is now ${email}.`);
  return { ...next, references: state.references + 1, queue };
}

function takeUrl(note: Note, state: State, step: Step, url: string): State {
  if (isOnline(url))
    return failed(
      note('exchange-online', `It refers to ${new URL(url).hostname}, which is Exchange Online.`),
      'exchange-online',
    );
  const refusal = refusalIn(state.search, url);
  if (refusal !== undefined) return note('not-followed', `It refers to ${url}. ${refusal}`);
  if (formOf(url) === undefined && !/autodiscover/i.test(new URL(url).pathname)) {
    return note('not-here', `It refers to ${url}, which is a web page.`);
  }
  if (state.references >= MAX_REFERENCES) return tooMany(note);
  const who = 'who' in step ? step.who : state.search.address;
  const form = formOf(url) ?? (step.kind === 'ask' ? step.form : 'pox');
  const ask: Ask = { kind: 'ask', form, url, who };
  // A reference over plain http names POX, the oldest service; SOAP on the same host reports more.
  const asks = step.kind === 'refer' ? [...bothForms(new URL(url).origin, who).slice(0, 1), ask] : [ask];
  if (leadsInCircle(state, asks))
    return failed(note('not-followed', `It refers to ${url}, which was already asked.`), 'circle');
  const next = note('referred', `It refers to ${url}.`);
  return { ...next, references: state.references + 1, queue: [...asks, ...state.queue] };
}

function tooMany(note: Note): State {
  const said = `More than ${String(MAX_REFERENCES)} servers refer to one another.`;
  return { ...failed(note('not-followed', said), 'too-many-references'), queue: [] };
}

/** A server asks for credentials: whether it gets them depends on whose server it is. */
function takeSignIn(note: Note, state: State, step: Step, schemes: string[]): State {
  const url = new URL(urlOf(step));
  const closed = [...state.closed, url.origin];
  if (step.kind !== 'ask') return note('not-here', 'It asks for a sign-in.');
  if (step.schemes !== undefined) {
    const next = failed(note('sign-in-refused', 'It refuses the user name or password.'), 'sign-in-refused');
    return { ...next, closed, refusals: state.refusals + 1 };
  }
  if (state.search.username === undefined) {
    const next = failed(note('asks-sign-in', 'There is a service, which asks for a sign-in.'), 'needs-sign-in');
    return { ...next, closed, asking: [...state.asking, url.origin] };
  }
  if (chooseScheme(schemes, url.protocol === 'https:') === undefined) {
    const offer = schemes.length > 0 ? schemes.join(', ') : 'no sign-in method';
    const isOauthOnly = schemes.length > 0 && schemes.every((scheme) => scheme === 'bearer');
    const next = failed(
      note('no-common-sign-in', `It offers ${offer}.`),
      isOauthOnly ? 'oauth-only' : 'no-common-sign-in',
    );
    return { ...next, closed };
  }
  if (!isTrusted(state.search, url)) {
    const next = failed(note('needs-consent', `${url.hostname} asks for the password.`), 'needs-consent');
    const hosts = state.consentHosts.includes(url.hostname)
      ? state.consentHosts
      : [...state.consentHosts, url.hostname];
    return { ...next, closed, consentHosts: hosts };
  }
  return { ...state, queue: [{ ...step, schemes }, ...state.queue] };
}

function failed(state: State, failure: DiscoveryFailure): State {
  return state.failures.includes(failure) ? state : { ...state, failures: [...state.failures, failure] };
}

function urlOf(step: Step): string {
  return step.kind === 'dns' ? `_autodiscover._tcp.${step.domain}` : step.url;
}

/** A row of the table for a step. */
function attemptOf(step: Step, outcome: Attempt['outcome'], said: string): Attempt {
  const what = step.kind === 'ask' ? step.form : WHAT[step.kind];
  const told = said.length > MAX_SAID ? `${said.slice(0, MAX_SAID)} …` : said;
  return { what, url: urlOf(step), ...('who' in step ? { who: step.who } : {}), outcome, said: told };
}

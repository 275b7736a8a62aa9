import type { Fault } from '../../../engine/model/fault.ts';
import { makeFault } from '../../faults/make-fault.ts';

/** SEC_E_BAD_BINDINGS, as IIS shows it in detailed errors. */
const BAD_BINDINGS = '80090346';

/** What is known of a refusal over https: a wrong password looks the same as Extended Protection at work. */
export type Evidence = {
  /** The refused sign-in was bound to the certificate of its line. */
  isBound: boolean;
  /** `untold`: Autodiscover does not say. */
  password: 'unknown' | 'right' | 'wrong' | 'untold';
  /** The same sign-in bound where it was not, and the other way round. `impossible`: no line's certificate is known. */
  otherWay: 'untried' | 'in' | 'refused' | 'impossible';
};

export type Verdict = 'other-way' | 'wrong-password' | 'needs-gateway' | 're-encrypted' | 'undecided';

export type Step = 'ask-autodiscover' | 'try-other-way' | Verdict;

export type RefusalSteps = {
  /** Signs in at the server's Autodiscover, which Exchange leaves without Extended Protection. */
  askAutodiscover(): Promise<Exclude<Evidence['password'], 'unknown'>>;
  /** May reject where the password is known to be right. */
  tryOtherWay(password: Evidence['password']): Promise<Exclude<Evidence['otherWay'], 'untried'>>;
};

/**
 * What to do about a refusal, or what it means. A password that may be wrong is tried twice at most: at EWS, and then
 * either at Autodiscover or, where that says nothing, once more at EWS.
 */
export function decideRefusal({ isBound, password, otherWay }: Evidence): Step {
  if (password === 'unknown') return 'ask-autodiscover';
  if (password === 'wrong') return 'wrong-password';
  if (otherWay === 'untried') return 'try-other-way';
  if (otherWay === 'in') return 'other-way';
  if (password === 'untold') return 'undecided';
  return otherWay === 'impossible' && !isBound ? 'needs-gateway' : 're-encrypted';
}

/** Finds out what a refusal means, step by step. Rejects as the steps do. */
export async function runRefusal(evidence: Evidence, steps: RefusalSteps): Promise<Verdict> {
  const step = decideRefusal(evidence);
  if (step === 'ask-autodiscover') return runRefusal({ ...evidence, password: await steps.askAutodiscover() }, steps);
  if (step === 'try-other-way')
    return runRefusal({ ...evidence, otherWay: await steps.tryOtherWay(evidence.password) }, steps);
  return step;
}

/** Whether the page of a refusal says that the bindings were wrong, and so the password right. */
export function blamesBindings(page: string): boolean {
  return page.includes(BAD_BINDINGS);
}

/** Messages for people; only the first says that the password is certainly wrong. */
export function refusalFault(verdict: Exclude<Verdict, 'other-way'>): Fault {
  switch (verdict) {
    case 'wrong-password':
      return makeFault('credentials', 'mailbox', 'http-401', 'The server refused the user name or password.');
    case 'undecided': {
      const message =
        'The server refused the user name or password. A server that requires Extended Protection gives the same answer.';
      return makeFault('credentials', 'mailbox', 'http-401', message);
    }
    case 'needs-gateway': {
      const message =
        'The server requires Extended Protection, which ties a sign-in to the certificate of its TLS connection. Only the gateway can see that certificate.';
      return makeFault('credentials', 'endpoint', 'extended-protection', message);
    }
    case 're-encrypted': {
      const message =
        'Something between Mailferry and Exchange re-encrypts the connection with a different certificate, so Extended Protection refuses every sign-in. The password is not the cause.';
      return makeFault('tls', 'endpoint', 'line-re-encrypted', message);
    }
  }
}

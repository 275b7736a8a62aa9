import type { Certificate, CertificateReason, HandshakeFailure } from './tls-facts.ts';

/** What a kind of problem says to a person: `title` in a few words, why it happened, what to do. */
export type ProblemKind = {
  status: number;
  title: string;
  cause: string;
  remedy: string;
};

/** One faulty part of a request; `path` is like `mailboxes[3].sourceEmail`. */
export type PartError = { path: string; message: string };

/** RFC 9457 body of every error answer of the API. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  /** Stable; programs decide by it. */
  code: string;
  detail: string;
  cause: string;
  remedy: string;
  errors?: PartError[];
} & ProblemFacts;

/** What programs and screens learn of a connection that was not opened: extension members of RFC 9457. */
export type ProblemFacts = {
  /** Of a certificate that is not trusted: the most telling of `reasons`. */
  reason?: CertificateReason;
  reasons?: CertificateReason[];
  /** The one that the server showed. */
  certificate?: Certificate;
  /** The host that showed it, or that failed. */
  host?: string;
  /** Of a handshake that failed. */
  how?: HandshakeFailure;
  /** What the server speaks, where it is known. */
  offers?: string;
  /** How long to wait before another attempt. */
  retryAfterSeconds?: number;
};

/** Carries a problem from anywhere in a request to the one place that answers it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** A catalogue of problem kinds by code, of one feature. */
export type ProblemKinds = Readonly<Record<string, ProblemKind>>;

/**
 * Makes the constructor of a feature's problems: `const problem = problemsOf(KINDS); throw problem('project-not-found')`.
 * `detail` says what is particular to this case; without it the cause is repeated there. `more` has extension members,
 * and words that say more of this case than those of the kind.
 */
export function problemsOf<Kinds extends ProblemKinds>(kinds: Kinds) {
  return (
    code: keyof Kinds & string,
    detail?: string,
    errors?: PartError[],
    more: ProblemFacts & Partial<Pick<ProblemKind, 'title' | 'cause' | 'remedy'>> = {},
  ): ProblemError => {
    const { title, cause, remedy, ...facts } = more;
    const base = kinds[code] as ProblemKind;
    const kind = { ...base, ...(title && { title }), ...(cause && { cause }), ...(remedy && { remedy }) };
    return new ProblemError({
      type: `urn:mailferry:problem:${code}`,
      title: kind.title,
      status: kind.status,
      code,
      detail: detail ?? kind.cause,
      cause: kind.cause,
      remedy: kind.remedy,
      ...(errors && errors.length > 0 ? { errors } : {}),
      ...facts,
    });
  };
}

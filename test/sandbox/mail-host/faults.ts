/** When the host ends a connection: amid the message, or once it has the message, before or after its answer. */
const CUTS = ['mid-data', 'before-answer', 'after-answer'] as const;
type Cut = (typeof CUTS)[number];

const SIGN_INS = ['any', 'refused', 'required'] as const;

/** How the mail host behaves. Each order replaces the fields that it names; DELETE puts all of them back. */
export type MailFaults = {
  /** Nothing listens at the SMTP port. */
  isDown: boolean;
  /** How long it thinks before each answer, in ms. */
  slowMs: number;
  /** Recipients that it does not know: 550 at RCPT TO. */
  refused: readonly string[];
  /** How many times it answers 451 to a recipient before it takes a message (greylisting). */
  greylist: number;
  /** Answers this after DATA in place of 250. */
  dataAnswer: { code: number; text: string } | null;
  cut: Cut | null;
  /** How many times `cut` and `dataAnswer` strike; 0: always. */
  times: number;
  /** Never answers QUIT. */
  ignoresQuit: boolean;
  /** Whether it offers STARTTLS. */
  hasStartTls: boolean;
  /** It speaks TLS from the first byte, as servers do at port 465. */
  isTlsFirst: boolean;
  /** `any` account is taken, and none needed; each is refused with 535; or each is taken and one is needed. */
  signIn: (typeof SIGN_INS)[number];
};

export const NO_FAULTS: MailFaults = {
  isDown: false,
  slowMs: 0,
  refused: [],
  greylist: 0,
  dataAnswer: null,
  cut: null,
  times: 0,
  ignoresQuit: false,
  hasStartTls: true,
  isTlsFirst: false,
  signIn: 'any',
};

const LONGEST_WAIT_MS = 120_000;

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isCount = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;

const CHECKS: { [Name in keyof MailFaults]: (value: unknown) => boolean } = {
  isDown: isBoolean,
  slowMs: (value) => isCount(value, LONGEST_WAIT_MS),
  refused: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  greylist: (value) => isCount(value, 100),
  dataAnswer: (value) =>
    value === null ||
    (typeof value === 'object' &&
      isCount((value as { code?: unknown }).code, 599) &&
      typeof (value as { text?: unknown }).text === 'string'),
  cut: (value) => value === null || CUTS.some((cut) => cut === value),
  times: (value) => isCount(value, 1000),
  ignoresQuit: isBoolean,
  hasStartTls: isBoolean,
  isTlsFirst: isBoolean,
  signIn: (value) => SIGN_INS.some((way) => way === value),
};

/** Reads an order. Throws RangeError for fields that it does not know, and for values that do not fit. */
export function readFaults(order: Record<string, unknown>): Partial<MailFaults> {
  for (const [name, value] of Object.entries(order)) {
    if (!Object.hasOwn(CHECKS, name))
      throw new RangeError(`There is no fault ${name}; there are ${Object.keys(CHECKS).join(', ')}`);
    if (!CHECKS[name as keyof MailFaults](value)) throw new RangeError(`${name} has a value that does not fit`);
  }
  return order;
}

import type { CredentialRequest, Mailbox } from '../../app/api.ts';

/** A mailbox that has not been started. */
export function mailbox(
  name: string,
  progress: Partial<Mailbox['progress']> = {},
  more: Partial<Mailbox> = {},
): Mailbox {
  return {
    id: name,
    projectId: 'prj_1',
    sourceEmail: `${name}@old.example`,
    destinationEmail: `${name}@new.example`,
    sourceLogin: null,
    destinationLogin: null,
    contactEmail: null,
    contactName: null,
    contactLanguage: null,
    tags: [],
    wave: null,
    hasSourcePassword: false,
    hasDestinationPassword: false,
    sourcePasswordIssue: null,
    destinationPasswordIssue: null,
    askAgain: null,
    outsideDomains: [],
    credentialRequest: null,
    status: 'Not Submitted',
    state: 'notStarted',
    statusDetail: null,
    failure: null,
    phase: null,
    progress: {
      itemsTotal: 0,
      itemsDone: 0,
      itemsFailed: 0,
      itemsAdopted: 0,
      bytesTotal: 0,
      bytesDone: 0,
      itemsPerSecond: 0,
      bytesPerSecond: 0,
      etaMs: null,
      fraction: 0,
      ...progress,
    },
    errorCount: 0,
    passId: null,
    passType: null,
    lastActivityAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

/** A request that was sent and not opened yet. */
export function request(more: Partial<CredentialRequest> = {}): CredentialRequest {
  return {
    id: 'crq_1',
    sides: ['source'],
    to: 'ann@old.example',
    language: 'de',
    state: 'sent',
    attempts: 0,
    lastFailure: null,
    isChecking: false,
    pendingSince: null,
    reminders: 0,
    name: null,
    lastAttemptAt: null,
    byCopiedLink: false,
    messageId: 'msg_1',
    createdAt: '2026-11-26T12:00:00.000Z',
    sentAt: '2026-11-26T12:00:00.000Z',
    openedAt: null,
    answeredAt: null,
    endedAt: null,
    expiresAt: '2026-12-10T12:00:00.000Z',
    remindedAt: null,
    ...more,
  };
}

/** A mailbox that waits for its user. */
export function waiting(name: string, more: Partial<CredentialRequest> = {}): Mailbox {
  const credentialRequest = request({ id: `crq_${name}`, to: `${name}@old.example`, ...more });
  return mailbox(name, {}, { status: 'Waiting For End User', state: 'waiting', credentialRequest });
}

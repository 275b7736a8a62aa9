import type { Mailbox } from '../../app/api.ts';

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
    hasSourcePassword: false,
    hasDestinationPassword: false,
    sourcePasswordIssue: null,
    destinationPasswordIssue: null,
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

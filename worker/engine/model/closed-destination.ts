import { FaultError, type Fault } from './fault.ts';
import type { MailboxDestination } from './mailbox.ts';

/** A destination that cannot even be asked: every call ends with the same fault. */
export function closedDestination(fault: Fault): MailboxDestination {
  const closed = (): Promise<never> => Promise.reject(new FaultError(fault));
  return {
    abilities: closed,
    lacksRights: closed,
    folders: closed,
    createFolders: closed,
    placeFolder: closed,
    changes: closed,
    arrivals: closed,
    write: closed,
    changeKeys: closed,
    move: closed,
    remove: closed,
    setRead: closed,
  };
}

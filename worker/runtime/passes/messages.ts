/** What a coordinator sends to a mailbox: a hint that a lease waits for it. The truth is with the coordinator. */
export type CopyMessage = {
  workgroupId: string;
  projectId: string;
  passId: string;
  runId: string;
  mailboxId: string;
  /** The lease's number. */
  lease: number;
  /** A slice of this run has begun before. */
  isResumed: boolean;
};

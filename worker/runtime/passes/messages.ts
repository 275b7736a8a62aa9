/** What the copy queue carries: a hint that a lease waits. The truth is with the coordinator. */
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

/** Works off rows that are due: attempts of deliveries, messages. */
export type Sender = {
  name: string;
  /**
   * Sends what is due by `now`, and stops taking more at `until`. Gives the instant at which the next row is due, which
   * may be past; undefined where there is none.
   */
  sendDue(workgroupId: string, now: number, until: number): Promise<number | undefined>;
  /** Workgroups with rows that are due by `now`: the schedule wakes them. */
  listDue(now: number, limit: number): Promise<string[]>;
};

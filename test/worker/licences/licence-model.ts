import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';

/*
 * Licences in plain words: what is bought is there until a mailbox holds it or it is applied to a user; a mailbox holds one
 * until it is given back, or for ever once a pass completed; nobody waits while one is available.
 */

export type Order = {
  id: string;
  kind: LicenceKind;
  quantity: number;
  isPaid: boolean;
  refunded: number;
  settled: number;
};

/** A mailbox, and the user whose only one it is. */
export type Box = {
  licence: 'none' | 'reserved' | 'consumed';
  /** Where it comes from: the balance, or a licence that was applied to the user. */
  from: 'balance' | LicenceKind;
  applied: Set<LicenceKind>;
  run: 'none' | 'held' | 'waiting';
  waitsSince: number;
  hasCopied: boolean;
  itemsDone: number;
  /** How many items were done when its run began. */
  before: number;
};

const newBox = (): Box => ({
  licence: 'none',
  from: 'balance',
  applied: new Set(),
  run: 'none',
  waitsSince: 0,
  hasCopied: false,
  itemsDone: 0,
  before: 0,
});

export function createLicenceModel(mailboxes: number) {
  const boxes = Array.from({ length: mailboxes }, newBox);
  const orders: Order[] = [];
  const balance: Record<LicenceKind, number> = { mailbox: 0, 'user-bundle': 0 };
  let clock = 0;

  const reserve = (box: Box, from: Box['from']): void => {
    if (box.licence === 'none') box.hasCopied = false;
    Object.assign(box, { licence: 'reserved', from });
  };
  /** What was applied to the user comes first; a User Bundle takes the place of what is not consumed yet. */
  const coverByUser = (box: Box): void => {
    const isOpen = box.licence === 'none' || (box.licence === 'reserved' && box.from !== 'user-bundle');
    if (box.applied.has('user-bundle') && isOpen) {
      if (box.licence === 'reserved' && box.from === 'balance') balance.mailbox += 1;
      reserve(box, 'user-bundle');
    } else if (box.applied.has('mailbox') && box.licence === 'none') reserve(box, 'mailbox');
  };
  const cover = (box: Box): boolean => {
    coverByUser(box);
    if (box.licence === 'none') {
      if (balance.mailbox === 0) return false;
      balance.mailbox -= 1;
      reserve(box, 'balance');
    }
    box.run = 'held';
    box.before = box.itemsDone;
    return true;
  };
  const coverWaiting = (): void => {
    for (const box of boxes.filter(({ run }) => run === 'waiting').sort((a, b) => a.waitsSince - b.waitsSince))
      cover(box);
  };
  const takeBack = (order: Order): void => {
    if (!order.isPaid) return;
    balance[order.kind] -= Math.min(order.refunded - order.settled, balance[order.kind]);
    order.settled = order.refunded;
  };

  return {
    boxes,
    orders,
    balance,
    start(box: Box) {
      clock += 1;
      if (!cover(box)) Object.assign(box, { run: 'waiting', waitsSince: clock });
      coverWaiting();
    },
    end(box: Box, status: 'completed' | 'failed' | 'stopped', copied: number) {
      const held = box.run === 'held';
      box.run = 'none';
      box.itemsDone += copied;
      if (!held || box.licence !== 'reserved') return;
      if (box.itemsDone > box.before) box.hasCopied = true;
      if (status === 'completed') box.licence = 'consumed';
      else if (!box.hasCopied) {
        box.licence = 'none';
        if (box.from === 'balance') balance.mailbox += 1;
        coverWaiting();
      }
    },
    pay(order: Order) {
      if (!order.isPaid) {
        order.isPaid = true;
        balance[order.kind] += order.quantity;
      }
      takeBack(order);
      coverWaiting();
    },
    refund(order: Order, count: number) {
      order.refunded = Math.max(order.refunded, count);
      takeBack(order);
    },
    /** To all of these users or to none. Whoever has one takes no other. */
    apply(users: readonly Box[], kind: LicenceKind): boolean {
      const needy = users.filter(({ applied }) => !applied.has(kind));
      if (needy.length > balance[kind]) return false;
      balance[kind] -= needy.length;
      for (const { applied } of needy) applied.add(kind);
      coverWaiting();
      return true;
    },
    /** As long as no mailbox holds it. */
    revoke(user: Box, kind: LicenceKind): boolean {
      if (user.licence !== 'none' && user.from === kind) return false;
      user.applied.delete(kind);
      balance[kind] += 1;
      coverWaiting();
      return true;
    },
  };
}

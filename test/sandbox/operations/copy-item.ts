import { copyItem } from '../store/items.ts';
import { carryItems } from './move-item.ts';
import type { Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyitem-operation */
export const copyItemOperation: Operation = {
  name: 'CopyItem',
  since: 8,
  emptyBody: '<m:Items/>',
  run: (context, request) => carryItems(context, request, copyItem),
};

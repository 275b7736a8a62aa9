import type { ListField } from '../../../../worker/lib/mailbox-list/fields.ts';
import { FIELD_NAMES } from '../../../../worker/lib/mailbox-list/fields.ts';

/** `Source address`: what a field of the list is called where its name stands alone. */
export const fieldLabel = (field: ListField): string =>
  FIELD_NAMES[field].charAt(0).toUpperCase() + FIELD_NAMES[field].slice(1);

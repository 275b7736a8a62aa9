import type { Value } from './model.ts';
import { fieldText } from './values.ts';

const OF_STATE = new Set(['CompleteDate', 'PercentComplete', 'Status']);

/**
 * Status, share and date of completion are one state: of a request that sets several, the last that is processed wins. A
 * date that nothing else tells becomes that of the request (settle.ts).
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/percentcomplete
 */
export function noteTaskState(fields: Record<string, Value>, name: string): void {
  if (!OF_STATE.has(name)) return;
  const status = fieldText(fields, 'Status');
  const percent = Number(fieldText(fields, 'PercentComplete') ?? '0');
  if (name === 'CompleteDate') {
    fields['Status'] = 'Completed';
    fields['PercentComplete'] = '100';
    return;
  }
  // Completed at this moment, or no longer.
  delete fields['CompleteDate'];
  if (name === 'PercentComplete') {
    if (percent === 100) fields['Status'] = 'Completed';
    else if (status === 'Completed') fields['Status'] = percent === 0 ? 'NotStarted' : 'InProgress';
  } else if (status === 'Completed') fields['PercentComplete'] = '100';
  else if (status === 'NotStarted' || percent === 100) fields['PercentComplete'] = '0';
}

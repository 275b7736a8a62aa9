import { type Outcome, type Parameters, type Shown, shows } from './cmdlet.ts';
import { ManagementError } from './error.ts';

/** What a cmdlet shows where no one asks for more. */
const DEFAULT_RESULTS = 1000;

const MORE =
  'By default, only the first 1000 items are returned. Use the ResultSize parameter to specify the number of items returned. To return all items, specify "-ResultSize Unlimited". Be aware that, depending on the actual number of items, returning all items can take a long time and consume a large amount of memory. Also, we don\'t recommend storing the results in a variable. Instead, pipe the results to another task or script to perform batch changes.';

const CUT =
  'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.';

/** As many as ResultSize says. */
export function limited<Thing>(parameters: Parameters, all: readonly Thing[], show: (thing: Thing) => Shown): Outcome {
  const text = parameters.text('ResultSize');
  const isUnlimited = text?.toLowerCase() === 'unlimited';
  const limit = text === undefined ? DEFAULT_RESULTS : isUnlimited ? Infinity : Number(text);
  if (Number.isNaN(limit))
    throw new ManagementError(
      'ParameterBindingException',
      `Cannot process argument transformation on parameter 'ResultSize'. Cannot convert value "${text}" to type "Microsoft.Exchange.Data.Unlimited\`1[System.UInt32]".`,
    );
  if (all.length <= limit) return shows(all.map(show));
  return shows(all.slice(0, limit).map(show), text === undefined ? MORE : CUT);
}

import { PROPERTY_SETS } from '../items/extended.ts';
import type { Quirks } from '../profiles/profile.ts';

const NAMED_URI = /<t:ExtendedFieldURI ((?:[^>]* )?(?:DistinguishedPropertySetId|PropertySetId)="([^"]*)"[^>]*)\/>/g;
const NAMES = new Map(Object.entries(PROPERTY_SETS).map(([name, guid]) => [guid, name]));
const RANGE_DATE = /<t:(StartDate|EndDate)>(\d{4}-\d{2}-\d{2})</g;

/** Names the set of each property in both forms. */
function bothSets(text: string): string {
  return text.replace(NAMED_URI, (uri, attributes: string, set: string) => {
    const guid = PROPERTY_SETS[set];
    if (guid) return `<t:ExtendedFieldURI ${attributes} PropertySetId="${guid}"/>`;
    const name = NAMES.get(set.toLowerCase());
    return name ? `<t:ExtendedFieldURI ${attributes} DistinguishedPropertySetId="${name}"/>` : uri;
  });
}

/** Part of an answer as a server writes it that does not hold itself to the schema. */
export function loosen({ namesSetsTwice, timedDates }: Quirks, text: string): string {
  const dated = timedDates ? text.replace(RANGE_DATE, '<t:$1>$2T00:00:00Z<') : text;
  return namesSetsTwice ? bothSets(dated) : dated;
}

/** Whether what a server wrote so is off the schema; the double sets alone are not. */
export const isLoose = (answer: string): boolean =>
  /<t:Companies>/.test(answer) || /T00:00:00(?:\.0+)?Z<\/t:(?:StartDate|EndDate)>/.test(answer);

/**
 * Schema levels of the values of RequestServerVersion. Values that a server does not know are refused, among them
 * Exchange2007_SP2 and _SP3, which no schema has. V2_23 is how Exchange 2013 CU23 names its own schema.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/requestserverversion
 */
export const LEVELS: Readonly<Record<string, number>> = {
  Exchange2007: 8,
  Exchange2007_SP1: 8.1,
  Exchange2010: 10,
  Exchange2010_SP1: 10.1,
  Exchange2010_SP2: 10.2,
  Exchange2013: 13,
  Exchange2013_SP1: 13.1,
  V2_23: 13.1,
  Exchange2015: 15,
  Exchange2016: 16,
  V2015_10_05: 16,
  V2016_01_06: 16,
  V2016_04_13: 16,
  V2016_07_13: 16,
  V2016_10_10: 16,
  V2017_01_07: 16,
  V2017_04_14: 16,
  V2017_07_11: 16,
};

/** What a server of a level takes; `V2_23` was only ever spoken by late 2013 builds. */
export const versionsUpTo = (level: number): string[] =>
  Object.entries(LEVELS)
    .filter(([name, at]) => at <= level && (name !== 'V2_23' || level === LEVELS['V2_23']))
    .map(([name]) => name);

import { describe, expect, test } from 'vitest';
import {
  changesServer,
  exchangeVersionOf,
  EXCHANGE_VERSION_NAMES,
  EXCHANGE_VERSIONS,
  SCRIPT_IDS,
  SCRIPT_SIDES,
  SCRIPTS,
  scriptsFor,
  undoOf,
  versionsOf,
} from '../../../worker/lib/script-facts.ts';

describe('which scripts there are', () => {
  test('each that changes something has a clean-up for the same sides and versions', () => {
    const setUps = SCRIPT_IDS.filter((id) => !id.endsWith('-undo'));
    expect(setUps).toHaveLength(10);
    for (const id of setUps) {
      const undo = undoOf(id);
      expect(undo !== undefined, id).toBe(changesServer(id));
      if (undo) expect([SCRIPTS[undo].sides, versionsOf(undo)]).toEqual([SCRIPTS[id].sides, versionsOf(id)]);
    }
    expect(SCRIPT_SIDES.every((side) => SCRIPT_IDS.some((id) => SCRIPTS[id].sides.includes(side)))).toBe(true);
  });

  test('Exchange 2007 has no throttling and no switches of EWS', () => {
    expect(scriptsFor('2007')).not.toContain('throttling');
    expect(scriptsFor('2007')).not.toContain('ews-access');
    expect(scriptsFor('2007')).toContain('impersonation');
    expect(scriptsFor('se')).toEqual(SCRIPT_IDS);
    expect(Object.keys(EXCHANGE_VERSION_NAMES)).toHaveLength(EXCHANGE_VERSIONS.length);
  });
});

test.each([
  ['Exchange2007_SP1 8.1.240.5', '2007'],
  ['Exchange2010 14.0.639.21', '2010'],
  ['Exchange2010_SP1 14.1.218.15', '2010'],
  ['Exchange2010_SP2 14.2.247.0', '2010-sp2'],
  ['Exchange2010_SP3 14.3.123.4', '2010-sp2'],
  ['Exchange2013 15.0.1497.2', '2013'],
  ['Exchange2013_SP1', '2013'],
  ['Exchange2016 15.1.2507.6', '2016'],
  ['Exchange2019 15.2.1544.4', '2019'],
  ['ExchangeSE 15.2.2562.17', 'se'],
  ['V2017_07_11', undefined],
  ['', undefined],
  [null, undefined],
] as const)('a server that says %j is %s', (seen, version) => {
  expect(exchangeVersionOf(seen)).toBe(version);
});

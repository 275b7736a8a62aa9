import type { LicenceSettings } from '../../features/kernel/deps.ts';

type Env = {
  LICENCE_CURRENCY?: string;
  LICENCE_MAILBOX_PRICE?: string;
  LICENCE_USER_BUNDLE_PRICE?: string;
  LICENCE_MAILBOX_LIMIT_GB?: string;
};

/** As providers and screens count: in thousands. */
const GIGABYTE_BYTES = 1_000_000_000;

const CURRENCY = 'EUR';
const MAILBOX_PRICE = '10';
const USER_BUNDLE_PRICE = '15';
const MAILBOX_LIMIT_GB = '50';

let known: { by: string; settings: LicenceSettings } | undefined;

/** Prices and limits of licences in this installation. Throws one clear line on a setting that can't be meant. */
export function licenceSettings(env: Env): LicenceSettings {
  const by = JSON.stringify([
    env.LICENCE_CURRENCY,
    env.LICENCE_MAILBOX_PRICE,
    env.LICENCE_USER_BUNDLE_PRICE,
    env.LICENCE_MAILBOX_LIMIT_GB,
  ]);
  // Every request asks.
  if (known?.by !== by) known = { by, settings: readSettings(env) };
  return known.settings;
}

function readSettings(env: Env): LicenceSettings {
  const currency = (env.LICENCE_CURRENCY || CURRENCY).toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error('LICENCE_CURRENCY must be a currency code such as EUR.');
  return {
    currency,
    unitAmounts: {
      mailbox: amountOf('LICENCE_MAILBOX_PRICE', env.LICENCE_MAILBOX_PRICE || MAILBOX_PRICE, currency),
      'user-bundle': amountOf(
        'LICENCE_USER_BUNDLE_PRICE',
        env.LICENCE_USER_BUNDLE_PRICE || USER_BUNDLE_PRICE,
        currency,
      ),
    },
    mailboxLimitBytes: limitOf(env.LICENCE_MAILBOX_LIMIT_GB || MAILBOX_LIMIT_GB),
  };
}

/** `12.50` → 1250, in a currency with two decimals. */
function amountOf(name: string, text: string, currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const amount = Number(text) * 10 ** maximumFractionDigits;
  // Whole, but for what binary fractions make of it.
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text) || Math.abs(amount - Math.round(amount)) > 1e-6)
    throw new Error(`${name} must be a price in ${currency} such as 12 or 12.50.`);
  return Math.round(amount);
}

function limitOf(text: string): number {
  const gigabytes = Number(text);
  if (!(gigabytes > 0) || gigabytes > 100_000)
    throw new Error('LICENCE_MAILBOX_LIMIT_GB must be a number of gigabytes, such as 50.');
  return Math.round(gigabytes * GIGABYTE_BYTES);
}

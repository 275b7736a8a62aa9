import type { Page } from '../../faults/pages.ts';

const PAGE = '<!DOCTYPE html><html><head><title>';

/** Where ADFS stands, a browser is sent on to it; the address tells what comes back and to whom. */
export const redirectPage = (host: string): Page => ({
  status: 302,
  headers: {
    Location: `https://sts.${host.replace(/:\d+$/, '')}/adfs/ls/?wa=wsignin1.0&wtrealm=urn%3aexchange%3aews&wctx=rm%3d0%26ru%3d%252fEWS%252fExchange.asmx`,
  },
  body: '',
});

/** A form with a second factor, answered with 200 to whatever is asked. */
export const formPage: Page = {
  status: 200,
  headers: { 'Cache-Control': 'no-store' },
  body: `${PAGE}Sign in to your account</title></head><body><form method="post" action="/signin"><label>User name <input name="username"></label><label>Password <input type="password" name="password"></label><label>Code from your phone <input name="otp" inputmode="numeric"></label><button>Sign in</button></form></body></html>`,
};

/** ASP.NET's page for an account that Windows has locked; the words are Windows' own (ERROR_ACCOUNT_LOCKED_OUT). */
export const lockedPage: Page = {
  status: 500,
  headers: {},
  body: `${PAGE}The referenced account is currently locked out and may not be logged on to.</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>The referenced account is currently locked out and may not be logged on to.</i></h2></body></html>`,
};

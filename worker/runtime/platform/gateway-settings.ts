import { isLoopbackHost } from '../../lib/address.ts';

/** Where the gateway is, and the token that grants for it are signed with. */
export type GatewaySettings = {
  url: URL;
  token: string;
  /** A company proxy is in between: no server is tried directly. */
  isFirst: boolean;
};

/** The settings of the Worker about a gateway; see wrangler.toml. */
export type GatewayEnv = { GATEWAY_URL?: string; GATEWAY_TOKEN?: string; GATEWAY_FIRST?: string };

/**
 * Undefined where there is no gateway. Throws one clear line on bad settings: grants are no secret over loopback, but
 * what they open carries passwords, so that another computer is only reached over https.
 */
export function gatewaySettings(env: GatewayEnv): GatewaySettings | undefined {
  const { GATEWAY_URL: address, GATEWAY_TOKEN: token } = env;
  if (!address && !token) return undefined;
  if (!address || !token) throw new Error('GATEWAY_URL and GATEWAY_TOKEN go together: set both or none.');
  if (!URL.canParse(address)) throw new Error('GATEWAY_URL is not a web address.');
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    throw new Error('GATEWAY_URL must be an https address, or an http address of this computer.');
  return { url, token, isFirst: env.GATEWAY_FIRST === 'true' };
}

/** The settings of the Worker about its own address; see env.ts. */
type PublicUrlEnv = { PUBLIC_URL?: string; LOCAL_URL?: string };

/**
 * The origin for links in messages and webhooks. Where it was not said, a link could lead no one back: then it is the
 * address of this computer.
 */
export function publicUrlOf({ PUBLIC_URL, LOCAL_URL }: PublicUrlEnv): string {
  const url = PUBLIC_URL || LOCAL_URL || 'http://localhost:8787';
  if (!URL.canParse(url)) throw new Error('PUBLIC_URL is not a web address.');
  return new URL(url).origin;
}

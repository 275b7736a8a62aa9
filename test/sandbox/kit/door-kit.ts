import { createServer } from 'node:http';
import { afterEach } from 'vitest';
import { type Authority, openAuthority } from '../front-doors/authority.ts';
import { type FrontDoor, type FrontDoorOptions, openFrontDoor } from '../front-doors/open-front-door.ts';

/** When the authority of these tests is made. */
export const newAuthority = (): Promise<Authority> => openAuthority({ now: new Date() });

const doors: FrontDoor[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** A front door before a server that answers `here`; closed after the test. */
export async function openDoor(
  authority: Authority,
  options: Partial<FrontDoorOptions> & Pick<FrontDoorOptions, 'profile'>,
): Promise<FrontDoor> {
  const to = createServer((request, response) => {
    request.resume();
    response.end('here');
  });
  const door = await openFrontDoor({ to, authority, names: () => ['mail.old.example'], ...options });
  doors.push(door);
  return door;
}

/** The code with which a live socket is closed once whoever opened it has no access any more. */
export const SOCKET_ENDED = 4401;

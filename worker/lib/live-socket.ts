/** Close code of a live socket whose user has lost access. */
export const SOCKET_ENDED = 4401;

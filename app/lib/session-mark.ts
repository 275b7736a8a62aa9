/** In storage until the server has received this device's sign-out. */
export const OPEN_KEY = 'mailferry.session-left-open';

/** Whether this device has signed out, and the server may still have its session. */
export function isMarkedOpen(): boolean {
  try {
    return localStorage.getItem(OPEN_KEY) !== null;
  } catch {
    return false;
  }
}

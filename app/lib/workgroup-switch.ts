/** Signals the other tabs; its value changes with each switch. */
const SWITCHED_KEY = 'mailferry.workgroup-switched';

/** The session is in another workgroup now: other tabs show the former one. */
export function signalSwitch(): void {
  try {
    localStorage.setItem(SWITCHED_KEY, String(Date.now()));
  } catch {
    // They learn of it when they ask who is signed in.
  }
}

/** Calls once the session has been switched in another tab. */
export function followSwitches(onSwitch: () => void): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === SWITCHED_KEY && newValue !== null) onSwitch();
  });
}

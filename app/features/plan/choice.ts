const KEY = 'mailferry.plan';

/** Whether the plan was left open or closed on this device; undefined: nobody has chosen. */
export function chosenPlan(): boolean | undefined {
  const value = localStorage.getItem(KEY);
  return value === null ? undefined : value === 'open';
}

export function choosePlan(isOpen: boolean): void {
  localStorage.setItem(KEY, isOpen ? 'open' : 'closed');
}

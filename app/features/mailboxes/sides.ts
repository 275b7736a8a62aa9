export const SIDES = [
  { side: 'source', title: 'Source' },
  { side: 'destination', title: 'Destination' },
] as const;

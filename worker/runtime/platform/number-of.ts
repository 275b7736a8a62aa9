/** A setting as a number that is not negative; `otherwise` where it is not set, or is no such number. */
export function numberOf(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) && value >= 0 ? value : otherwise;
}

/**
 * Lets the runtime answer requests between two pieces of work. workerd looks at its sockets only when nothing inside it
 * is left to run, and calls between Durable Objects and to D1 stay inside on one computer: a hundred slices that open one
 * after the other would be one piece of work of seconds.
 */
export function letSocketsIn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/**
 * workerd reports every outgoing request that fails, though the Worker caught its error: the report comes from the
 * runtime's own service for outgoing requests. Tests make such requests fail on purpose, so these reports say nothing.
 * Any other exception that nobody caught is a fault of the Worker.
 */
const FAILED_REQUEST = [
  /^(?:exception|e) = rust\/[\w/-]+\/ffi\.rs:\d+: /,
  /^Socket proxy disconnected abruptly; e = rust\/[\w/-]+\/ffi\.rs:\d+: /,
  /^uncaught exception; source = Uncaught \(in promise\); stack = Error: (?:Network connection lost\.|internal error; reference = \w+)\s*$/,
  /^uncaught exception; exception = workerd\/jsg\/value\.h:\d+: (?:disconnected|failed): jsg\.Error: (?:Network connection lost\.|internal error; reference = \w+)/,
];

/** What a line of workerd's error output is: noise of a request that failed, an exception nobody caught, or neither. */
export function kindOfReport(message: string): 'failed-request' | 'uncaught' | 'other' {
  if (FAILED_REQUEST.some((pattern) => pattern.test(message))) return 'failed-request';
  return message.startsWith('uncaught exception') ? 'uncaught' : 'other';
}

/** Keeps reports of failed requests off a stream of this process. `end` gives the exceptions that nobody caught. */
function watchReports(stream: NodeJS.WriteStream): { end: () => string[] } {
  const write = stream.write.bind(stream);
  const uncaught: string[] = [];
  stream.write = ((...args: Parameters<typeof write>): boolean => {
    const text = typeof args[0] === 'string' ? args[0] : '';
    const kind = kindOfReport(text);
    if (kind === 'failed-request') return true;
    if (kind === 'uncaught') uncaught.push(text);
    return write(...args);
  }) as typeof write;
  return {
    end: () => {
      stream.write = write;
      return uncaught;
    },
  };
}

let watched: ReturnType<typeof watchReports>[] = [];

/** For the run of the tests in workerd, whose reports come out of this process on either stream. */
export function setup(): void {
  watched = [process.stdout, process.stderr].map(watchReports);
}

/** Throws where nobody caught an exception of the run. */
export function teardown(): void {
  const uncaught = watched.flatMap((stream) => stream.end());
  if (uncaught.length > 0) throw new Error(`Nobody caught ${uncaught.length} exceptions:\n${uncaught.join('\n')}`);
}

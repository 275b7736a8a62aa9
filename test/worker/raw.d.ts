/** A file as the text that it is. */
declare module '*.toml?raw' {
  const text: string;
  export default text;
}

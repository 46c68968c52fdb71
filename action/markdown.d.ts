/** The bundler inlines texts. */
declare module '*.md' {
  const text: string;
  export default text;
}

declare module 'parse-prometheus-text-format' {
  /** Reads Prometheus' text format; throws where it is none. */
  const parse: (text: string) => unknown[]
  // oxlint-disable-next-line import/no-default-export -- the package has no other
  export default parse
}

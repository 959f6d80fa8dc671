/** One scheme that a server offers in `WWW-Authenticate` (RFC 9110, 11.6.1). */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const PARAMETER = /([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/g;

/** Reads the header; what is no challenge is left out. */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  // A scheme is a word that is followed by a parameter, and by no equals sign.
  const pieces = (header ?? '').split(/(?:^|,\s*)(?=[\w-]+\s+[\w-]+=)/).filter((piece) => piece !== '');
  return pieces.map((piece) => {
    const [scheme = ''] = piece.split(/\s/);
    const parameters = [...piece.slice(scheme.length).matchAll(PARAMETER)].map(
      ([, name = '', quoted, plain]) =>
        [name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? ''] as const,
    );
    return { scheme: scheme.toLowerCase(), parameters: Object.fromEntries(parameters) };
  });
}

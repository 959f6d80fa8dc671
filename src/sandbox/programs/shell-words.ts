const WORD = /(?:[^\s"']|"[^"]*"|'[^']*')+/g;

/** Splits a command into words, quotes taken off; `$NAME` is replaced but within single quotes. */
export function expandWords(command: string, variables: Readonly<Record<string, string>>): readonly string[] {
  return (command.match(WORD) ?? []).map((word) =>
    word.replaceAll(
      /'([^']*)'|"([^"]*)"|([^"']+)/g,
      (_, single?: string, double?: string, bare?: string) =>
        single ?? expand(double ?? bare ?? '', variables),
    ),
  );
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    return variables[braced ?? bare ?? ''] ?? '';
  });
}

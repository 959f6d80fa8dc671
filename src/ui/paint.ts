import { styleText } from 'node:util';

/** Colors for one stream; plain text if it is not a terminal or NO_COLOR is set. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
}

type Style = Parameters<typeof styleText>[0];

/** Decides for every text whether the stream takes colors. */
export function paintFor(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }): Paint {
  const style = (format: Style) => (text: string) =>
    stream.isTTY === true && (process.env.NO_COLOR ?? '') === ''
      ? styleText(format, text, { validateStream: false })
      : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    good: style('green'),
    bad: style('red'),
    doubtful: style('yellow'),
  };
}

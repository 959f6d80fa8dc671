/** The data of a Secret as texts. */
export function decodedData(data: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Why a text is no base64, in the words of Go's decoder; `undefined` when it is. */
export function base64Fault(text: string): string | undefined {
  const plain = text.replaceAll(/[\r\n]/g, '');
  if (/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)) return undefined;
  const stray = plain.search(/[^A-Za-z0-9+/]/);
  return `illegal base64 data at input byte ${stray < 0 ? plain.length - (plain.length % 4) : stray}`;
}

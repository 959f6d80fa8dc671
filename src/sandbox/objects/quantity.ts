/** Amounts of resources, such as `500m`, `1.5` or `128Mi` (apimachinery, api/resource/quantity.go). */

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** In whole units; `undefined` when the text is no quantity. */
export function parseQuantity(text: string): number | undefined {
  const [, digits, exponent, suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/.exec(text) ?? [];
  const factor = SUFFIXES[suffix];
  if (digits === undefined || factor === undefined) return undefined;
  return Number(digits + (exponent ?? '')) * factor;
}

/** In the shortest way: numbers of bytes with binary suffixes where `isBinary`, others in thousandths where needed. */
export function formatQuantity(amount: number, isBinary: boolean): string {
  if (!isBinary) return Number.isInteger(amount) ? String(amount) : `${Math.ceil(amount * 1000)}m`;
  const suffix = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((one) => amount % (SUFFIXES[one] ?? 1) === 0);
  if (suffix === undefined || amount === 0) return String(amount);
  return `${amount / (SUFFIXES[suffix] ?? 1)}${suffix}`;
}

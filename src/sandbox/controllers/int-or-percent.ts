/** A number, or a percentage such as `25%` of `total`; 0 for what is neither (apimachinery, `util/intstr`). */
export function scaled(value: number | string, total: number, round: 'up' | 'down'): number {
  if (typeof value !== 'string') return value;
  const exact = (Number(/^(\d+)%$/.exec(value)?.[1] ?? 0) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

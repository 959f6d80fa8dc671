/** Which faults are tried: all with `FAULTS=all` (`npm run test:faults`), else of each kind of request one. */
export function chooseCases<Fault>(
  kinds: readonly string[],
  faultsOf: (kind: string) => Readonly<Record<string, Fault>>,
  most = Infinity,
): [title: string, { readonly kind: string; readonly fault: Fault }][] {
  const all = process.env.FAULTS === 'all';
  const chosen = kinds.flatMap((kind, index) => {
    const faults = Object.entries(faultsOf(kind));
    return faults
      .filter((_, number) => all || number === index % faults.length)
      .map(([name, fault]) => [`${kind}: ${name}`, { kind, fault }] satisfies [string, object]);
  });
  // Spread over all kinds.
  const step = all ? 1 : Math.ceil(chosen.length / most) || 1;
  return chosen.filter((_, index) => index % step === 0);
}

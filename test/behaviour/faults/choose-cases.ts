/** Which faults are tried: all with `FAULTS=all` (`npm run test:faults`), else a sample of kinds with one fault each. */
export function chooseCases<Fault>(
  kinds: readonly string[],
  faultsOf: (kind: string) => Readonly<Record<string, Fault>>,
  most: number,
): [title: string, { readonly kind: string; readonly fault: Fault }][] {
  const all = process.env.FAULTS === 'all';
  const step = all ? 1 : Math.ceil(kinds.length / most);
  const chosen = kinds.filter((_, index) => index % step === 0);
  return chosen.flatMap((kind, index) => {
    const faults = Object.entries(faultsOf(kind));
    return faults
      .filter((_, number) => all || number === index % faults.length)
      .map(([name, fault]) => [`${kind}: ${name}`, { kind, fault }] satisfies [string, object]);
  });
}

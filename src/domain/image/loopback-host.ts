/** Whether a `host[:port]` is another machine for everybody who names it: what answers here says nothing of nodes. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name);
}

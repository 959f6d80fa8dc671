/** An address at which nobody has any business: who connects has believed what stands in the cluster. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export interface Trap extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** How often somebody connected. */
  readonly connections: () => number;
}

export async function openTrap(): Promise<Trap> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port.toString()}`,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onTearDown } from '../../../support/tear-down.ts';

export interface SocksProxy {
  readonly url: string;
  /** `host:port` of each connection asked for. */
  readonly asked: readonly string[];
}

/** A SOCKS 5 proxy (RFC 1928) without a login that leads every connection to one server, whatever its name. */
export async function socksProxy(destination: string): Promise<SocksProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  };
  const proxy = net.createServer((client) => {
    keep(client);
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) => {
        const end = 5 + request.readUInt8(4);
        asked.push(`${request.toString('ascii', 5, end)}:${request.readUInt16BE(end)}`);
        const upstream = net.connect(Number(new URL(destination).port), '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          upstream.pipe(client).pipe(upstream);
        });
        keep(upstream);
      });
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTearDown(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { url: `socks5://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

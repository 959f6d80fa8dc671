import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { startProxy, type SandboxProxy } from '../../../../src/sandbox/demo/registries/start-proxy.ts';

describe('startProxy', () => {
  let echo: Server;
  let proxy: SandboxProxy;

  before(async () => {
    echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port } = echo.address() as { port: number };
    proxy = await startProxy((authority) =>
      authority === 'known.example:443' ? { address: '127.0.0.1', port } : undefined,
    );
  });

  after(async () => {
    await proxy.stop();
    echo.close();
  });

  it('connects a name of the sandbox to where it is, with what came along with the request', async () => {
    const { status, socket } = await tunnel(proxy, 'known.example:443', 'early ');
    assert.equal(status, 200);
    socket.end('late');
    assert.equal(await text(socket), 'early late');
  });

  for (const authority of ['unknown.example:443', 'known.example:80', '127.0.0.1:443', 'github.com:443']) {
    it(`refuses ${authority} and says why`, async () => {
      const { status, socket } = await tunnel(proxy, authority);
      assert.equal(status, 403);
      assert.match(await text(socket), new RegExp(`not to ${authority}\n$`));
    });
  }

  it('refuses what is no tunnel', async () => {
    const response = await fetch(proxy.url);
    assert.equal(response.status, 403);
  });

  it('survives a client that goes away', async () => {
    const { socket } = await tunnel(proxy, 'known.example:443');
    socket.resetAndDestroy();
    assert.equal((await tunnel(proxy, 'known.example:443')).status, 200);
  });

  it('cuts what is open when it stops', async () => {
    const own = await startProxy(() => ({
      address: '127.0.0.1',
      port: (echo.address() as { port: number }).port,
    }));
    const { socket } = await tunnel(own, 'any.example:443');
    const closed = once(socket, 'close');
    await own.stop();
    await closed;
    const { hostname: host, port } = new URL(own.url);
    const [error] = (await once(connect({ host, port: Number(port) }), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });
});

async function tunnel(
  { url }: SandboxProxy,
  authority: string,
  early = '',
): Promise<{ status: number | undefined; socket: Socket }> {
  const { hostname: host, port } = new URL(url);
  if (early !== '') return earlyTunnel({ host, port: Number(port) }, authority, early);
  const connecting = request({ host, port, method: 'CONNECT', path: authority });
  connecting.end();
  const [response, socket, head] = (await once(connecting, 'connect')) as [
    { statusCode?: number },
    Socket,
    Buffer,
  ];
  socket.unshift(head);
  return { status: response.statusCode, socket };
}

/** Sends the first bytes in one packet with the request. */
async function earlyTunnel(to: { host: string; port: number }, authority: string, early: string) {
  const socket = connect(to);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n${early}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  const [head = '', rest = ''] = answer.toString().split('\r\n\r\n');
  socket.pause();
  socket.unshift(Buffer.from(rest));
  return { status: Number(head.split(' ')[1]), socket };
}

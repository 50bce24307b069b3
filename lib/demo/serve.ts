import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { POLICY } from './policy';

/** Only this machine reaches it. */
const HOST = '127.0.0.1';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** A page that is being served. */
export interface Served {
  /** As `http://127.0.0.1:8080/`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves files to this machine alone, from memory: no path reaches the disk.
 *
 * @param port 0 for a free one
 * @throws {InputError} if the port is taken
 */
export async function serve(files: FolderContent, port: number): Promise<Served> {
  const server = createServer((request, response) => answer(files, request, response));
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError('port', port, code === 'EADDRINUSE' ? 'is taken; choose another' : `cannot be used (${code})`);
  }
  const { port: given } = server.address() as AddressInfo;
  return {
    address: `http://${HOST}:${given}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(files: FolderContent, { method, url = '/', headers }: IncomingMessage, response: ServerResponse): void {
  const reply = (status: number, type: string, body: string | Uint8Array) => {
    response.writeHead(status, { ...HEADERS, 'Content-Type': type });
    response.end(method === 'HEAD' ? undefined : body);
  };
  const [path] = url.slice(1).split(/[?#]/, 1);
  const file = path === '' ? 'index.html' : path;
  // A name of another site that leads here must not read the page (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) reply(403, 'text/plain', 'wrong host\n');
  else if (method !== 'GET' && method !== 'HEAD') reply(405, 'text/plain', 'only GET\n');
  else if (Object.hasOwn(files, file)) reply(200, TYPES[extname(file)] ?? 'application/octet-stream', files[file]);
  else reply(404, 'text/plain', 'not found\n');
}

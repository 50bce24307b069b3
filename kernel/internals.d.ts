/** The parts of tslab 1.0.22, TypeScript and Node that the kernel uses and that their own declarations omit. */

import type { Program, ResolvedModule, SourceFile, StringLiteralLike } from 'typescript';
import type { Executor } from './executor.cjs';
import type { Failure } from './failures.cjs';

/** Sends text that a cell printed to `stdout` or `stderr`. */
export type Write = (name: string, text: string) => void;

/** Sends data that a cell displays. */
export type Display = (data: unknown, update: boolean) => void;

/** Sends a message of any type. */
export type Publish = (type: string, content: object) => void;

export interface ExecuteRequest {
  readonly code: string;
  readonly stop_on_error?: boolean;
  /** Added by `server.cjs`. */
  readonly publish: Publish;
}

export interface ExecuteReply extends Partial<Failure> {
  readonly status: string;
}

/** Handles Jupyter's requests. */
export declare class Handler {
  executor: Executor;
  execCount: number;
  execQueue: unknown;
  handleExecute(request: ExecuteRequest, write: Write, display: Display): Promise<ExecuteReply>;
  handleExecuteImpl(request: ExecuteRequest, write: Write, display: Display): Promise<unknown>;
  handleKernel(): { language_info: { version: string } };
}

export interface Socket {
  sendHighWaterMark: number;
  send(parts: unknown): Promise<void>;
}

export interface Message {
  readonly header: { msg_type: string };
  content: object;
  createReply(): Message;
  signAndSend(key: string, socket: Socket): void;
}

/** The kernel's side of Jupyter's sockets. */
export declare class Server {
  connInfo: { readonly key: string };
  iopub: Socket;
  shell: Socket;
  bindSocket(socket: Socket, port: number): Promise<void>;
  handleExecute(socket: Socket, message: Message): Promise<void>;
  publishStatus(status: string, parent: Message): void;
  close(): void;
}

export interface ImportingFile extends SourceFile {
  /** The names in its imports. */
  readonly imports: readonly StringLiteralLike[];
}

export interface ResolvedProgram extends Program {
  getResolvedModuleFromModuleSpecifier(
    name: StringLiteralLike,
    file: ImportingFile,
  ): { readonly resolvedModule?: ResolvedModule } | undefined;
}

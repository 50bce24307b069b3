import { filesAt } from '../files/files-at';

/** The texts of some of the files at a path, by their names. */
export async function textsOf(path: string, wanted: readonly string[]): Promise<Map<string, string>> {
  const bytes = await bytesOf(path, wanted);
  return new Map([...bytes].map(([name, content]) => [name, Buffer.from(content).toString('utf8')]));
}

/** The bytes of some of the files at a path, by their names. */
export async function bytesOf(path: string, wanted: readonly string[]): Promise<Map<string, Uint8Array>> {
  const names = new Set(wanted);
  const found = new Map<string, Uint8Array>();
  for await (const file of filesAt(path)) if (names.has(file.path)) found.set(file.path, await file.whole());
  return found;
}

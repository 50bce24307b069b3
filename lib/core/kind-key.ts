import type { Key } from './keys';
import type { Kind, NameOf } from './kind';

/** A key that takes a member of a kind: a built-in name, a name defined in this process, or the path of a file. */
export function kindKey<T, Name extends string>(kind: Kind<T, Name>, fallback: Name): Key<NameOf<Name>> {
  return {
    default: fallback,
    kind: kind as unknown as Kind<unknown>,
    values: () => `${kind.names().join(', ')}, or a file`,
    check: (value) => kind.check(value),
    parse: (given) => given,
  };
}

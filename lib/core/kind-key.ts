import type { Key } from './keys';
import type { Kind, NameOf } from './kind';

/** A key that takes one of a kind: a name of the project's, one that was defined in this process, or a file's path. */
export function kindKey<T, Name extends string>(kind: Kind<T, Name>, fallback: Name): Key<NameOf<Name>> {
  return {
    default: fallback,
    kind: kind as unknown as Kind<unknown>,
    values: () => `${kind.names().join(', ')}, or a file`,
    check: (value) => kind.check(value),
    parse: (given) => given,
  };
}

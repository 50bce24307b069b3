import { nearest } from '../../scripts/system/nearest.cjs';
import { InputError } from './errors';
import { isFile, isPath, loadSource, properPath, type Source } from './source-file';

/** A name that completion offers, a name that the user has defined, or the path of the user's file. */
export type NameOf<Name extends string> = Name | (string & Record<never, never>);

/** The options of a {@link Kind}. */
export interface KindOptions<T, Name extends string> {
  /** The key that takes members of this kind, such as `network`. */
  readonly key: string;
  /** Built-in members. Each is created when first used, since some load TensorFlow. */
  readonly ours: Readonly<Record<Name, () => T>>;
  /** Whether a value is of this kind; checks values that users provide. */
  readonly is: (value: unknown) => value is T;
  /** Description of what {@link is} requires, such as `a function that builds a network`. */
  readonly what: string;
  /** Alternative names. @default none */
  readonly aliases?: Readonly<Record<string, Name>>;
}

/** Origin of a member: built in, a user's file, or a definition in this process. */
export type Origin = 'project' | 'file' | 'process';

/** Members that users defined in this process, by key and name. Kept across a notebook's hot reload of `lib`. */
const DEFINED = Symbol.for('fer.core.defined');
const shared = globalThis as { [DEFINED]?: Record<string, Map<string, unknown>> };
shared[DEFINED] ??= {};
const definitions = shared[DEFINED];

/**
 * A kind of thing that users can extend, such as networks or optimizers. A key such as `network=` takes a built-in
 * name, a name defined in this process, or the path of a file whose default export is the member.
 */
export class Kind<T, Name extends string = string> {
  /** Built-in names, in order. */
  readonly ours: readonly Name[];
  private readonly defined: Map<string, unknown>;

  constructor(private readonly options: KindOptions<T, Name>) {
    this.ours = Object.keys(options.ours) as Name[];
    definitions[options.key] ??= new Map();
    this.defined = definitions[options.key];
  }

  /** Names that the key accepts at the moment. It also accepts paths of files. */
  names(): string[] {
    return [...this.ours, ...Object.keys(this.options.aliases ?? {}), ...this.defined.keys()];
  }

  /**
   * Makes the key accept `name` for `value` until this process ends. A second definition replaces the first.
   * @throws {InputError} for a built-in or malformed name, and for a value of another kind
   */
  define(name: string, value: T): T {
    const { key, is, what } = this.options;
    if (!/^[A-Za-z0-9_][\w.-]*$/.test(name) || isPath(name)) {
      throw new InputError(key, name, 'must be a name of letters, digits, "_", "-" and "."');
    }
    if (this.origin(name) === 'project') throw new InputError(key, name, 'is built in: choose another name');
    if (!is(value)) throw new InputError(key, name, `must be ${what}`);
    this.defined.set(name, value);
    return value;
  }

  /** The canonical form of a name with aliases, or of a file's path. */
  properName(value: string): string {
    return isPath(value) ? properPath(value) : (this.options.aliases?.[value] ?? value);
  }

  /**
   * The origin of a value of the key; undefined for an unknown name. A path counts as a file even if it does not exist.
   */
  origin(value: string): Origin | undefined {
    if (isPath(value)) return 'file';
    if (Object.hasOwn(this.options.ours, this.properName(value))) return 'project';
    return this.defined.has(value) ? 'process' : undefined;
  }

  /** The constraint that a value of the key violates; undefined if it is valid. */
  check(value: unknown): string | undefined {
    if (typeof value === 'string' && isPath(value)) return isFile(value) ? undefined : 'must be a file; there is none';
    if (typeof value === 'string' && this.origin(value)) return undefined;
    const { key } = this.options;
    const meant = nearest(String(value), this.names());
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return `must be one of ${this.names().join(', ')}, or a file such as ./my_${key}.ts${hint}`;
  }

  /**
   * The member that a value of the key names.
   * @throws {InputError} for an unknown name, and for a file that is missing, fails, or exports something else
   */
  get(value: string): T {
    const { key, ours, is, what } = this.options;
    const fault = this.check(value);
    if (fault) throw new InputError(key, value, fault);
    if (this.origin(value) === 'project') return ours[this.properName(value) as Name]();
    if (this.origin(value) === 'process') return this.defined.get(value) as T;
    const exported = loadSource(key, value).value;
    if (!is(exported)) throw new InputError(key, value, `must export ${what} as its default`);
    return exported;
  }

  /**
   * The source files of the member that a value names; empty for built-in members and those defined in this process.
   * @throws {InputError} as {@link get} does
   */
  filesOf(value: string): Source['files'] {
    this.get(value);
    return this.origin(value) === 'file' ? loadSource(this.options.key, value).files : {};
  }
}

/** Whether a value is a function, which is all that can be checked for most kinds before use. */
export function isFunction<T>(value: unknown): value is T {
  return typeof value === 'function';
}

/** Members that are already loaded, in the form of {@link KindOptions.ours}. */
export function records<T, Name extends string>(all: Readonly<Record<Name, T>>): Readonly<Record<Name, () => T>> {
  return Object.fromEntries(Object.entries<T>(all).map(([name, record]) => [name, () => record])) as Readonly<
    Record<Name, () => T>
  >;
}

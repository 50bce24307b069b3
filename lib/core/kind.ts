import { nearest } from '../../scripts/system/nearest.cjs';
import { InputError } from './errors';
import { isFile, isPath, loadSource, properPath, type Source } from './source-file';

/** A name that completion offers, or one that a user defined, or the path of a user's file. */
export type NameOf<Name extends string> = Name | (string & Record<never, never>);

/** What a {@link Kind} consists of. */
export interface KindOptions<T, Name extends string> {
  /** The key that takes a name of this kind, as `network`. */
  readonly key: string;
  /** What comes with the project, each made when it is first used: some load TensorFlow. */
  readonly ours: Readonly<Record<Name, () => T>>;
  /** Whether something is one of this kind, for what users bring. */
  readonly is: (value: unknown) => value is T;
  /** What {@link is} demands, as `a function that builds a network`. */
  readonly what: string;
  /** Other names of these. @default none */
  readonly aliases?: Readonly<Record<string, Name>>;
}

/** Where one of a kind comes from: the project, a user's file, or a definition that ends with this process. */
export type Origin = 'project' | 'file' | 'process';

/** What users defined in this process, by key and name. It outlives a notebook's hot reload of `lib`. */
const DEFINED = Symbol.for('fer.core.defined');
const shared = globalThis as { [DEFINED]?: Record<string, Map<string, unknown>> };
shared[DEFINED] ??= {};
const definitions = shared[DEFINED];

/**
 * A kind of which users can bring their own, as networks or optimizers. A key such as `network=` takes a name of the
 * project's, a name that was defined in this process, or the path of a file whose default export it is.
 */
export class Kind<T, Name extends string = string> {
  /** The project's names, in their order. */
  readonly ours: readonly Name[];
  private readonly defined: Map<string, unknown>;

  constructor(private readonly options: KindOptions<T, Name>) {
    this.ours = Object.keys(options.ours) as Name[];
    definitions[options.key] ??= new Map();
    this.defined = definitions[options.key];
  }

  /** The names that the key takes now; it takes a file's path as well. */
  names(): string[] {
    return [...this.ours, ...Object.keys(this.options.aliases ?? {}), ...this.defined.keys()];
  }

  /**
   * Makes the key take `name` for `value` until this process ends; a second definition replaces the first.
   * @throws {InputError} for a name of the project's, one that is no name, and a value of another kind
   */
  define(name: string, value: T): T {
    const { key, is, what } = this.options;
    if (!/^[A-Za-z0-9_][\w.-]*$/.test(name) || isPath(name)) {
      throw new InputError(key, name, 'must be a name of letters, digits, "_", "-" and "."');
    }
    if (this.origin(name) === 'project') throw new InputError(key, name, 'comes with the project: choose another name');
    if (!is(value)) throw new InputError(key, name, `must be ${what}`);
    this.defined.set(name, value);
    return value;
  }

  /** The one name of what has several, and the one path of a file. */
  properName(value: string): string {
    return isPath(value) ? properPath(value) : (this.options.aliases?.[value] ?? value);
  }

  /** Where it comes from; undefined for an unknown name. A path is a file's, whether there is one or not. */
  origin(value: string): Origin | undefined {
    if (isPath(value)) return 'file';
    if (Object.hasOwn(this.options.ours, this.properName(value))) return 'project';
    return this.defined.has(value) ? 'process' : undefined;
  }

  /** What is wrong with a value of the key, as a constraint; undefined if nothing is. */
  check(value: unknown): string | undefined {
    if (typeof value === 'string' && isPath(value)) return isFile(value) ? undefined : 'must be a file; there is none';
    if (typeof value === 'string' && this.origin(value)) return undefined;
    const { key } = this.options;
    const meant = nearest(String(value), this.names());
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return `must be one of ${this.names().join(', ')}, or a file, as ./my_${key}.ts${hint}`;
  }

  /**
   * What a value of the key names.
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
   * The files that what a value names was made from; none for what the project brings or this process defined.
   * @throws {InputError} as {@link get} does
   */
  filesOf(value: string): Source['files'] {
    this.get(value);
    return this.origin(value) === 'file' ? loadSource(this.options.key, value).files : {};
  }
}

/** Whether something is a function: all that can be said of most kinds before they are used. */
export function isFunction<T>(value: unknown): value is T {
  return typeof value === 'function';
}

/** Records that need not be made later, as {@link KindOptions.ours} takes them. */
export function records<T, Name extends string>(all: Readonly<Record<Name, T>>): Readonly<Record<Name, () => T>> {
  return Object.fromEntries(Object.entries<T>(all).map(([name, record]) => [name, () => record])) as Readonly<
    Record<Name, () => T>
  >;
}

/** Enough of $filter: comparisons, and, or, not, isof, cast, substringof, startswith, endswith, year, month, day. */

export type Row = Readonly<Record<string, unknown>>;
/** The request is wrong: 400 with the text and code of 1C. */
export class BadRequest extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
export const unknownField = (name: string): BadRequest => new BadRequest('10', `Сегмент пути "${name}" не найден`);

type Value = string | number | boolean | undefined | Reference | Plain;
/** What a composite field holds, and what cast() makes. */
type Reference = { ref: string; type: string };
/** A guid literal, which is not equal to any composite value. */
type Plain = { guid: string };
type Expression = (row: Row) => Value;

const TOKEN = /\s*(guid'[^']*'|datetime'[^']*'|'(?:[^']|'')*'|-?\d+(?:\.\d+)?|[\p{L}_$][\p{L}\p{N}_/]*|[(),])/uy;
const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

export function parseFilter(text: string, fields: ReadonlySet<string>): (row: Row) => boolean {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (): string => tokens[at++] ?? wrong();
  const expect = (token: string): void => {
    if (take() !== token) wrong();
  };
  const wrong = (): never => {
    throw new BadRequest('14', 'Ошибка при разборе опции запроса $filter');
  };

  const any = (): Expression => chain('or', all, (a, b) => a || b);
  const all = (): Expression => chain('and', negation, (a, b) => a && b);
  function chain(word: string, next: () => Expression, join: (a: boolean, b: boolean) => boolean): Expression {
    let left = next();
    while (peek() === word) {
      take();
      const [before, right] = [left, next()];
      left = (row) => join(before(row) === true, right(row) === true);
    }
    return left;
  }
  function negation(): Expression {
    if (peek() !== 'not') return comparison();
    take();
    const inner = negation();
    return (row) => inner(row) !== true;
  }
  function comparison(): Expression {
    const left = operand();
    const word = peek();
    if (word === undefined || !COMPARISONS.includes(word)) return left;
    take();
    const right = operand();
    return (row) => compare(left(row), word, right(row));
  }
  function operand(): Expression {
    const token = take();
    if (token === '(') {
      const inner = any();
      expect(')');
      return inner;
    }
    const literal = literalOf(token);
    if (literal !== undefined) return () => literal;
    return peek() === '(' ? call(token) : field(token);
  }
  function field(name: string): Expression {
    if (!fields.has(name)) throw unknownField(name);
    return (row) => {
      const type = row[`${name}_Type`];
      const value = row[name] as Value;
      return typeof type === 'string' ? { ref: textOf(value), type: type.replace('StandardODATA.', '') } : value;
    };
  }
  function call(name: string): Expression {
    expect('(');
    const args: Expression[] = [];
    while (peek() !== ')') {
      args.push(operand());
      if (peek() === ',') take();
    }
    expect(')');
    const result = FUNCTIONS[name] ?? wrong();
    return (row) => result(...args.map((arg) => arg(row)));
  }

  const expression = any();
  if (at < tokens.length) wrong();
  return (row) => expression(row) === true;
}

const isReference = (value: Value): value is Reference => typeof value === 'object' && 'ref' in value;
const isPlain = (value: Value): value is Plain => typeof value === 'object' && 'guid' in value;
function textOf(value: Value): string {
  if (isReference(value)) return value.ref;
  return isPlain(value) ? value.guid : String(value ?? '');
}

const FUNCTIONS: Readonly<Record<string, (...args: Value[]) => Value>> = {
  isof: (value, type) => isReference(value) && value.type === textOf(type),
  cast: (value, type) => ({ ref: textOf(value), type: textOf(type) }),
  substringof: (part, whole) => textOf(whole).includes(textOf(part)),
  startswith: (whole, part) => textOf(whole).startsWith(textOf(part)),
  endswith: (whole, part) => textOf(whole).endsWith(textOf(part)),
  year: (at) => Number(textOf(at).slice(0, 4)),
  month: (at) => Number(textOf(at).slice(5, 7)),
  day: (at) => Number(textOf(at).slice(8, 10)),
};

function compare(left: Value, word: string, right: Value): boolean {
  if (isReference(left) || isReference(right)) {
    // 1C finds nothing when a composite field is compared with a plain guid.
    const equal = isReference(left) && isReference(right) && left.type === right.type
      && left.ref.toLowerCase() === right.ref.toLowerCase();
    return word === 'eq' ? equal : word === 'ne' && isReference(left) && isReference(right) && !equal;
  }
  const [a, b] = [isPlain(left) ? left.guid : left, isPlain(right) ? right.guid : right];
  if (a === undefined || b === undefined) return false;
  const order = typeof b === 'number' ? Number(a) - b : a < b ? -1 : a > b ? 1 : 0;
  const results: Record<string, boolean> = {
    eq: order === 0, ne: order !== 0, gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0,
  };
  return results[word] === true;
}

function literalOf(token: string): Value {
  if (token.startsWith("guid'")) return { guid: token.slice(5, -1).toLowerCase() };
  if (token.startsWith("datetime'")) return token.slice(9, -1);
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d/.test(token)) return Number(token);
  return token === 'true' ? true : token === 'false' ? false : undefined;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (found?.[1] === undefined) throw new BadRequest('14', 'Ошибка при разборе опции запроса $filter');
    tokens.push(found[1]);
  }
  return tokens;
}

import {
  callsOf,
  core,
  type Fields,
  type Outline,
  type OutlinedFlow,
  type PluginCall,
  packagesOf,
  type Value,
} from './outline.ts';

const width = 100;

/** Writes a configuration as TypeScript. Texts of the repository are quoted, so that none of them becomes code. */
export function sourceOf(outline: Outline): string {
  const isShared = outline.flows.length > 1 && outline.shared.length > 0;
  const lines = [
    ...importsOf(outline),
    '',
    ...(isShared ? sharedLines(outline) : []),
    'export default defineConfig({',
    '  flows: {',
    ...outline.flows.flatMap((flow) => flowLines(flow, outline, isShared)),
    '  },',
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

const sharedLines = ({ shared }: Outline): readonly string[] => [
  '/** What decides the versions, the same in every flow. */',
  'const versions = () => [',
  ...shared.flatMap((call) => callLines(call, '  ')),
  '];',
  '',
];

function flowLines(
  { name, ci, plugins }: OutlinedFlow,
  { branches, zeroMajor, shared }: Outline,
  isShared: boolean,
): readonly string[] {
  const calls = isShared ? plugins : [...shared, ...plugins];
  const where = ci === undefined ? '' : `, ci: ${quote(ci)}`;
  return [
    `    ${keyOf(name)}: {`,
    `      when: { branch: ${inline(single(branches))}${where} },`,
    ...(zeroMajor === undefined ? [] : [`      zeroMajor: ${quote(zeroMajor)},`]),
    '      plugins: [',
    ...(isShared ? ['        ...versions(),'] : []),
    ...calls.flatMap((call) => callLines(call, '        ')),
    '      ],',
    '    },',
  ];
}

/** A list of one is written as its item. */
const single = (values: readonly string[]): Value => (values.length === 1 ? (values[0] ?? '') : values);

function importsOf(outline: Outline): readonly string[] {
  return packagesOf(outline).map((name) => {
    const used = callsOf(outline).flatMap((call) => (call.isOff === true ? [] : namesFrom(name, call)));
    const names = [...new Set([...(name === core ? ['defineConfig'] : []), ...used])].sort();
    return `import { ${names.join(', ')} } from ${quote(name)};`;
  });
}

function namesFrom(name: string, call: PluginCall): readonly string[] {
  return [call, call.spread].flatMap((each) => (each?.package === name ? [each.name] : []));
}

function callLines(call: PluginCall, indent: string): readonly string[] {
  const { name, options = {}, spread, remarks = [] } = call;
  const off = call.isOff === true ? '// ' : '';
  const fields = fieldsOf(options);
  const first = spread === undefined ? [] : [`...${spread.name}(${inlineOf(spread.options)})`];
  const given = [...first, ...fields.map(([key, value]) => `${keyOf(key)}: ${inline(value)}`)];
  const short = `${name}(${given.length === 0 ? '' : `{ ${given.join(', ')} }`}),`;
  const fits = indent.length + off.length + short.length <= width && fields.length <= 4;
  const broken = [
    `${name}({`,
    ...first.map((line) => `  ${line},`),
    ...fields.flatMap(([key, value]) => broad(`${keyOf(key)}: `, value, '  ', indent.length + off.length)),
    '}),',
  ];
  return [
    ...remarks.flatMap((remark) => comment(remark, indent)),
    ...(fits ? [short] : broken).map((line) => indent + off + line),
  ];
}

/** Writes a value on one line where it fits, else on several. */
function broad(lead: string, value: Value, indent: string, margin: number): readonly string[] {
  const line = `${indent}${lead}${inline(value)},`;
  if (margin + line.length <= width || typeof value !== 'object' || value === null) return [line];
  const deeper = `${indent}  `;
  if (isList(value)) {
    return [`${indent}${lead}[`, ...value.flatMap((item) => broad('', item, deeper, margin)), `${indent}],`];
  }
  const members = fieldsOf(value).flatMap(([key, member]) =>
    broad(`${keyOf(key)}: `, member, deeper, margin),
  );
  return [`${indent}${lead}{`, ...members, `${indent}},`];
}

function inline(value: Value): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  const members = fieldsOf(value).map(([key, member]) => `${keyOf(key)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

const inlineOf = (options: Fields | undefined): string => (options === undefined ? '' : inline(options));

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const fieldsOf = (fields: Fields): readonly (readonly [string, Value])[] =>
  Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));

const keyOf = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : quote(key));

/** What may not stand in a text as it is: controls, line ends of JavaScript, marks that turn its direction, lone halves of pairs. */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Writes a text as a literal: in single quotes, unless double ones need fewer escapes. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replace(hidden, (sign) => short[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return mark + escaped + mark;
}

/** Breaks a remark into comment lines. */
function comment(text: string, indent: string): readonly string[] {
  const words = text.replace(hidden, ' ').split(/\s+/).filter(Boolean);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}// ${word}`);
  }
  return lines;
}

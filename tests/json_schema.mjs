// A validator for the keywords that the schemas in use here have; an unknown keyword is an error, so nothing passes
// because it was not understood. Not a general one: $ref stays in the document.
const KNOWN = new Set(['$schema', '$id', '$defs', 'definitions', '$ref', 'title', 'description', 'default', 'type', 'properties',
  'required', 'additionalProperties', 'items', 'enum', 'const', 'pattern', 'minimum', 'maximum', 'minLength', 'minItems', 'maxItems',
  'uniqueItems', 'format', 'anyOf', 'oneOf']);
const TYPES = {
  object: (v) => typeof v === 'object' && v !== null && !Array.isArray(v), array: Array.isArray, string: (v) => typeof v === 'string',
  integer: Number.isInteger, number: (v) => typeof v === 'number', boolean: (v) => typeof v === 'boolean',
};
const FORMATS = {
  uri: (v) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"\\^`{|}]*$/.test(v), 'uri-reference': (v) => !/[\s<>"\\^`{|}]/.test(v),
  'date-time': (v) => !Number.isNaN(Date.parse(v)),
};

export function errorsOf(value, schema) {
  return [...errors(value, schema, schema, '')];
}

/// Against a part of the schema, `rule`.
export function* errors(value, rule, schema, at = '') {
  for (const keyword of Object.keys(rule)) if (!KNOWN.has(keyword)) yield `${at}: the schema uses ${keyword}, unknown here`;
  if (rule.$ref) yield* errors(value, rule.$ref.slice(2).split('/').reduce((node, key) => node[key], schema), schema, at);
  if (rule.type && ![rule.type].flat().some((type) => TYPES[type](value))) { yield `${at}: not of type ${rule.type}`; return; }
  if (rule.enum && !rule.enum.includes(value)) yield `${at}: ${value} is none of ${rule.enum}`;
  if ('const' in rule && rule.const !== value) yield `${at}: is not ${rule.const}`;
  if (rule.pattern && TYPES.string(value) && !new RegExp(rule.pattern, 'u').test(value)) yield `${at}: does not match ${rule.pattern}`;
  if (rule.format && TYPES.string(value) && !FORMATS[rule.format](value)) yield `${at}: ${value} is no ${rule.format}`;
  if (value < rule.minimum) yield `${at}: below ${rule.minimum}`;
  if (value > rule.maximum) yield `${at}: above ${rule.maximum}`;
  if (value.length < rule.minLength) yield `${at}: too short`;
  if (TYPES.array(value)) {
    if (value.length > rule.maxItems) yield `${at}: too many items`;
    if (value.length < rule.minItems) yield `${at}: too few items`;
    if (rule.uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size !== value.length) yield `${at}: items repeat`;
    if (rule.items) for (const [i, item] of value.entries()) yield* errors(item, rule.items, schema, `${at}/${i}`);
  }
  for (const [keyword, fits] of [['anyOf', (n) => n > 0], ['oneOf', (n) => n === 1]]) {
    if (!rule[keyword]) continue;
    const count = rule[keyword].filter((option) => errors(value, option, schema, at).next().done).length;
    if (!fits(count)) yield `${at}: fits ${count} of ${keyword}`;
  }
  if (!TYPES.object(value)) return;
  for (const key of rule.required ?? []) if (!(key in value)) yield `${at}: lacks ${key}`;
  for (const [key, item] of Object.entries(value)) {
    const known = rule.properties?.[key];
    if (known) yield* errors(item, known, schema, `${at}/${key}`);
    else if (rule.additionalProperties === false) yield `${at}: ${key} is not in the schema`;
    else if (TYPES.object(rule.additionalProperties ?? 0)) yield* errors(item, rule.additionalProperties, schema, `${at}/${key}`);
  }
}

"""The packs and toolkits of this repository keep the schemas that editors use, the schemas notice what is wrong, every
key in them is documented in rules/README.md, and what `rules list` prints keeps its schema, too."""
import copy
import glob
import json
import os
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print('skipped: PyYAML is not installed')
    sys.exit(77)

UNSOAP = sys.argv[1]
TYPES = {
    'object': lambda v: isinstance(v, dict), 'array': lambda v: isinstance(v, list), 'string': lambda v: isinstance(v, str),
    'integer': lambda v: isinstance(v, int) and not isinstance(v, bool), 'boolean': lambda v: isinstance(v, bool),
    'number': lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}
KNOWN = {'$schema', '$id', '$defs', '$ref', 'title', 'description', 'default', 'type', 'properties', 'required', 'const', 'enum',
         'additionalProperties', 'items', 'pattern', 'minItems', 'minProperties', 'uniqueItems', 'oneOf', 'anyOf', 'minimum', 'format', 'examples'}


def errors(value, rule, schema, at=''):
    """A keyword that is not understood here is an error, so that nothing passes because of it."""
    for keyword in set(rule) - KNOWN:
        yield f'{at}: the schema uses {keyword}, unknown here'
    if '$ref' in rule:
        target = schema
        for key in rule['$ref'][2:].split('/'):
            target = target[key]
        yield from errors(value, target, schema, at)
    types = rule.get('type', [])
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[t](value) for t in types):
        yield f'{at}: not of type {types}'
        return
    if 'enum' in rule and value not in rule['enum']:
        yield f'{at}: {value!r} is none of {rule["enum"]}'
    if 'const' in rule and value != rule['const']:
        yield f'{at}: is not {rule["const"]!r}'
    if 'pattern' in rule and isinstance(value, str) and not re.search(rule['pattern'], value):
        yield f'{at}: {value!r} does not match {rule["pattern"]}'
    if isinstance(value, list):
        if len(value) < rule.get('minItems', 0):
            yield f'{at}: too few items'
        if rule.get('uniqueItems') and len({json.dumps(v, sort_keys=True) for v in value}) != len(value):
            yield f'{at}: items repeat'
        for i, item in enumerate(value if 'items' in rule else []):
            yield from errors(item, rule['items'], schema, f'{at}/{i}')
    for keyword in ('oneOf', 'anyOf'):
        if keyword in rule:
            fits = sum(not list(errors(value, option, schema, at)) for option in rule[keyword])
            if fits < 1 or keyword == 'oneOf' and fits > 1:
                yield f'{at}: {value!r} fits {fits} of {keyword}'
    if not isinstance(value, dict):
        return
    if len(value) < rule.get('minProperties', 0):
        yield f'{at}: too few keys'
    for key in rule.get('required', []):
        if key not in value:
            yield f'{at}: lacks {key}'
    more = rule.get('additionalProperties', True)
    for key, item in value.items():
        if key in rule.get('properties', {}):
            yield from errors(item, rule['properties'][key], schema, f'{at}/{key}')
        elif more is False:
            yield f'{at}: {key} is not in the schema'
        elif isinstance(more, dict):
            yield from errors(item, more, schema, f'{at}/{key}')


class Plain(yaml.SafeLoader):
    """As the loader of the packs reads: a date is its text."""


Plain.yaml_implicit_resolvers = {first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(':timestamp')]
                                 for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def read(path):
    with open(path, encoding='utf-8') as file:
        return yaml.load(file, Plain)


def load_schema(name):
    with open(f'docs/schema/{name}.schema.json', encoding='utf-8') as file:
        return json.load(file)


def schema_of(path):
    parts = path.split('/')
    name = parts[-1].removesuffix('.yaml')
    if 'operations' in parts:
        return 'operation'
    if 'toolkits' in parts:
        return 'toolkit'
    if 'examples' in parts:
        return 'example'
    return name if name in ('pack', 'surface', 'credentials', 'effort', 'secrets', 'words') else 'lists'


def keys(rule):
    for key, child in rule.get('properties', {}).items():
        yield key
        for one in [child] + child.get('oneOf', []):
            yield from keys(one)
            yield from keys(one.get('items', {}))


wrong = []
schemas = {name: load_schema(name) for name in ('pack', 'surface', 'operation', 'lists', 'credentials', 'effort', 'toolkit', 'example', 'secrets', 'words', 'rules')}
files = sorted(path for pattern in ('rules/*.yaml', 'rules/*/**/*.yaml', 'fixtures/packs/*/*.yaml', 'fixtures/packs/*/operations/*.yaml')
               for path in glob.glob(pattern, recursive=True))
for path in files:
    schema = schemas[schema_of(path)]
    wrong += [f'{path}{e}' for e in errors(read(path), schema, schema)]

listed = json.loads(subprocess.run([UNSOAP, 'rules', 'list', '--format', 'json'], stdout=subprocess.PIPE, check=True).stdout)
wrong += [f'rules list{e}' for e in errors(listed, schemas['rules'], schemas['rules'])]

with open('rules/README.md', encoding='utf-8') as file:
    documented = set(re.findall(r'\w+', ' '.join(re.findall(r'`[^`\n]+`', file.read()))))
for name in schemas.keys() - {'rules'}:
    wrong += [f'rules/README.md: no word about {key!r} of {name}.schema.json' for key in keys(schemas[name]) if key not in documented]

# What is wrong must be noticed.
operation = read('rules/marketo-soap/operations/leads/getLead.yaml')
for change in (lambda o: o.pop('title'), lambda o: o.update(titel='x'), lambda o: o.update(parameters='leadKey'),
               lambda o: o['mappings'][0].update(when='never'), lambda o: o['mappings'][0]['when'][0].update(iss='x'),
               lambda o: o['mappings'][0].update(priority='high')):
    broken = copy.deepcopy(operation)
    change(broken)
    if not list(errors(broken, schemas['operation'], schemas['operation'])):
        wrong.append(f'not noticed: {broken}')

print('\n'.join(wrong) or f'{len(files)} files keep their schemas')
sys.exit(bool(wrong))

"""Compares the loaded pack with the study that it was written from: ../shared/marketo/facts.yaml.

From outside: what `unsoap rules list --format json` prints is held against the study's tables, and for each row of the
study's argument mapping a PHP call with that argument is written and scanned. The study wins where they differ. It is
no part of the repository: without it (or without PyYAML) the test is skipped.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

# Beside this checkout, or beside the folder that checkouts stand in.
ABOVE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FACTS = next((path for path in (os.path.join(folder, 'shared', 'marketo', 'facts.yaml')
                                for folder in (ABOVE, os.path.dirname(ABOVE))) if os.path.exists(path)), '')
try:
    import yaml
except ImportError:
    print('skipped: PyYAML is not installed')
    sys.exit(77)
if not FACTS:
    print('skipped: no ../shared/marketo/facts.yaml')
    sys.exit(77)

UNSOAP = sys.argv[1]
with open(FACTS, encoding='utf-8') as file:
    facts = yaml.load(file, getattr(yaml, 'CSafeLoader', yaml.SafeLoader))
pack = json.loads(subprocess.run([UNSOAP, 'rules', 'list', '--format', 'json'], stdout=subprocess.PIPE,
                                 check=True).stdout)['packs'][0]
wrong, compared = [], 0


def same(what, study, ours):
    global compared
    compared += 1
    if study != ours:
        wrong.append(f'{what}: the study says {study!r}, the pack {ours!r}')


def by(items, key):
    return {item[key]: item for item in items}


# --- tables

endpoints = by(pack['endpoints'], 'id')
operations = by(pack['operations'], 'operation')
rest = by(facts['rest_operations'], 'operation_id')


def compare_endpoint(where, study):
    ours = endpoints.get(study['operation_id'], {})
    for theirs, mine in [('title', 'title'), ('method', 'method'), ('path', 'path'), ('api', 'api'),
                         ('openapi_tag', 'tag'), ('url', 'url')]:
        same(f'{where} {study["operation_id"]} {theirs}', study[theirs], ours.get(mine))
    # The identity calls need no permission of their own.
    same(f'{where} {study["operation_id"]} permission', str(study['permission']), ours.get('permission') or 'None')


# Calls that rows of the study name and the pack leaves to its cards, each with the reason.
LEFT_OUT = {
    'getLeadsByProgramIdUsingGET': 'SOAP could not select the members of a program',
    'getStaticListByNameUsingGET': 'Get Lists finds lists of programs, too',
    'describeUsingGET_2': 'superseded by Describe Lead2',
    'getActivitiesPagingTokenUsingGET': 'goes with Get Lead Changes, which only a caveat names for lastUpdatedAt',
    'getLeadChangesUsingGET': 'goes with other types of activities, or stands in a caveat',
    'createExportLeadsUsingPOST': 'a list is read page by page; large ones are left to people',
    'getCampaignsUsingGET': 'superseded by Get Smart Campaigns',
    'describeOpportunityRoleUsingGET': 'in the vendor\'s table by mistake, as the errata say',
    'scheduleCampaignUsingPOST': 'imported leads are put into a trigger campaign',
}


def uses(row):
    """Calls of a row's steps."""
    return {step['call'] for step in row['steps']}


def compare_operation(study):
    name = study['name']
    ours = operations[name]
    for key in ['group', 'request_element', 'request_type', 'success_element', 'success_type', 'result_type', 'soap_action']:
        same(f'{name} {key}', study.get(key) or '', ours.get(key) or '')
    for key in ['result_fields', 'soap_headers']:
        same(f'{name} {key}', study.get(key) or [], ours.get(key) or [])
    same(f'{name} since', study['since'].split(' ')[0].rstrip(','), ours['since'])

    def parameter(p):
        return (p['name'], p['type'], bool(p.get('required')), bool(p.get('nillable')), p.get('since') or '')
    same(f'{name} parameters', [parameter(p) for p in study['parameters']], [parameter(p) for p in ours['parameters']])
    offered = {r['id'] for r in ours['replacements']}
    for replacement in study['replacements']:
        for identity in [replacement['operation_id']] if 'operation_id' in replacement else replacement['members']:
            same(f'{name} is replaced by {identity}', True, identity in offered or identity in LEFT_OUT)
        if 'operation_id' in replacement:
            compare_endpoint(name, replacement)
    for ours_row in ours['replacements']:
        study_row = rest[ours_row['id']]
        same(f'{name} {ours_row["id"]}', (study_row['method'], study_row['path']), (ours_row['method'], ours_row['path']))
    used = set().union(*(uses(row) for row in ours['mappings']))
    for row in study['argument_mapping']:
        same(f'{name} has rows that use {row["use"]} when {row["when"]}', set(), set(row['use']) - used - set(LEFT_OUT))


same('operations', sorted(o['name'] for o in facts['operations']), sorted(operations))
for operation in facts['operations']:
    compare_operation(operation)
same('REST calls', sorted(rest), sorted(endpoints))
for call in rest.values():
    compare_endpoint('REST', call)

enums = by(pack['enums'], 'name')
same('enumerations', sorted(e['name'] for e in facts['enums']), sorted(enums))
for enum in facts['enums']:
    same(f'enumeration {enum["name"]}', enum['values'], enums[enum['name']]['values'])

types = by(pack['types'], 'name')
# Members that only the history of the WSDL tells of.
later = {change for version in facts['wsdl_history'] for change in version.get('changes', [])}
same('types', sorted(t['name'] for t in facts['types']), sorted(types))
for kind in facts['types']:
    fields = [(f['name'], f['type'].removeprefix('xs:')) for f in types[kind['name']]['fields']
              if f'{kind["name"].removesuffix("Info")}.{f["name"]}' not in later]
    same(f'type {kind["name"]}', [tuple(re.sub(r'[?]|\[\]', '', f).split(': ')) for f in kind['fields']], fields)
    same(f'type {kind["name"]} base', kind['base'] or '', types[kind['name']]['base'])

flagged = by(pack['parameters'], 'title')
for parameter in facts['flagged_parameters']:
    ours = flagged.get(parameter['parameter'], {})
    same(f'parameter {parameter["parameter"]} severity', parameter['severity'], ours.get('severity'))
    same(f'parameter {parameter["parameter"]} operations', sorted(parameter['operations']), sorted(ours.get('operations', [])))

packages = by(pack['packages'], 'title')
# Found in the repositories of their users, later than the study.
LATER = {'Generated stubs of the service in a private repository', 'pymarketo, custom objects',
         'pymarketo, lists', 'pymarketo, merges'}
same('packages', sorted([p['name'] for p in facts['packages']] + list(LATER)), sorted(packages))
for package in facts['packages']:
    ours = packages.get(package['name'], {})
    same(f'package {package["name"]} kind', package['kind'], ours.get('kind'))
    # A coordinate of the study is one of the pack's names, unless it is a description ("as named", "-").
    for coordinate in re.split(r'[,;] ', package['coordinates']):
        word = re.sub(r'( \(.*|:[\d.]+)$', '', coordinate)
        if ours.get('ecosystem') in ('product', 'copy-in') or ' ' in word or word in ('-', '') or '{' in word:
            continue
        names = ours.get('names', [])
        fits = any(n == word or n.endswith('*') and word.startswith(n[:-1]) for n in names) or word == 'Marketo/ios-sdk'
        same(f'package {package["name"]} {word}', True, fits)

names = {re.sub('[^a-z]', '', n.lower()) for k in ('names', 'common_names', 'endpoint_names') for n in pack['credentials'][k]}
# The subdomain of an account is public; it stands in every address.
PUBLIC = {'api_subdomain'}
for name in set(facts['credential_names']) - PUBLIC:
    same(f'credential name {name}', True, re.sub('[^a-z]', '', name.lower()) in names)
for shape in facts['credential_shapes']:
    example = (shape.get('example') or '').split(' ')[0]
    if shape['confidence'].startswith('high') and example and not example.startswith(('http', '<')):
        fits = any(re.fullmatch(s['pattern'], example) for s in pack['credentials']['shapes'])
        same(f'credential shape of {shape["what"]} ({example})', True, fits)

same('dates', [d['date'].removeprefix('before ') for d in facts['retirement_dates']], [t['date'] for t in pack['timeline']])
for date, event in zip(facts['retirement_dates'], pack['timeline']):
    if re.match(r'\d{4}', date['first_published']):
        same(f'{date["date"]} said on', date['first_published'], event['said_on'])
    same(f'{date["date"]} superseded on', (date['replaced'] or '')[:10], event['superseded_on'])
same('removal', [d['date'] for d in facts['retirement_dates'] if d['kind'] == 'effective_removal'], [pack['removed_on']])
second_hop = json.dumps(pack['second_hop'])
for hop in facts['related_dates']:
    for date in hop['dates']:
        same(f'second hop {hop["topic"]}', True, date in second_hop)
# Errata: one for each error of the vendor's page and each name that page and WSDL write differently.
same('errata', len(facts['seed_errors']) + len(facts['doc_vs_wsdl_names']), len(pack['errata']))

errors = by(pack['errors'], 'soap')
for error in facts['error_map']:
    same(f'error {error["soap"]}', ', '.join(map(str, error['rest'])), errors.get(error['soap'], {}).get('rest'))
for word in facts['rest_errors_without_soap_twin']:
    code = word.split(' ')[0]
    same(f'REST error {code}', True, any(not e['soap'] and code in e['rest'] for e in pack['errors']))
fields = {(f['soap'], f['rest']) for f in pack['fields']}
for field in facts['lead_fields']['map']:
    if field['soap']:
        same(f'field {field["soap"]}', True, (field['soap'].split(' ')[0], field['rest']) in fields)
for activity in facts['activity_types']['map']:
    same(f'activity {activity["soap"]}', f'{activity["rest_id"]} ({activity["rest_name"]})',
         pack['enum_rest_names'].get('ActivityType/' + activity['soap']))
for key in facts['lead_key_to_rest']:
    same(f'key {key["lead_key_ref"]}', key['filter_type'], pack['enum_rest_names'].get('LeadKeyRef/' + key['lead_key_ref']))

# --- each row of the argument mapping, from source text

study_types = {t['name']: [re.sub(r'[?]|\[\]', '', f).split(': ') for f in t['fields']] for t in facts['types']}
for selector in facts['lead_selectors']['subtypes']:
    study_types[selector['name']] = [f.split(' (')[0].split(': ') for f in selector['fields']]
SUBTYPES = {facts['lead_selectors']['abstract']: [s['name'] for s in facts['lead_selectors']['subtypes']]}
# Values that the study describes in words.
WORDS = {'<not a literal>': None, 'not IDNUM': 'EMAIL', 'other': 'EMAIL', 'true or absent': 'true', 'false or absent': 'false',
         'UPSERT or absent': 'UPSERT', 'only New Lead and/or Change Data Value': 'New Lead',
         'any other type, or none': 'Visit Webpage', 'Tag Type + Tag Value': 'Tag Type',
         'OpportunityPersonRole (WSDL enum says OpportunityLeadRole)': 'OpportunityPersonRole'}
PRESENT = {'present', 'always', 'one key', 'several keys', 'present together with another key'}
ABSENT = {'absent', 'empty'}
# Wishes of the caller that no argument shows.
INTENTS = {'use_case', 'intent', 'size', 'volume', 'list'}


def find_path(operation, key):
    """The way from the request to the member that `key` ends in: [(name, type of its object)], wrappers included."""
    wanted = key.split('.')
    queue = [([(p['name'], p['type'])], '') for p in operation['parameters']]
    while queue:
        path, _ = queue.pop(0)
        names = iter(name for name, _ in path)
        if path[-1][0] == wanted[-1] and all(any(w == n for n in names) for w in wanted):
            return path
        kind = path[-1][1]
        for one in [kind] + SUBTYPES.get(kind, []):
            for name, member in study_types.get(one, []) if len(path) < 6 else []:
                head = path[:-1] + [(path[-1][0], one)]
                queue.append((head + [(name, member)], ''))
    return None


def php(value):
    if isinstance(value, dict):
        kind = value.get('')
        text = '[' + ', '.join(f"'{k}' => {php(v)}" for k, v in value.items() if k) + ']'
        return f"new SoapVar({text}, SOAP_ENC_OBJECT, '{kind}', 'http://www.marketo.com/mktows/')" if kind else text
    return '$unknown' if value is None else value if value in ('true', 'false') else f"'{value}'"


def put(request, path, value):
    for name, kind in path[:-1]:
        request = request.setdefault(name, {})
        if any(kind in subtypes for subtypes in SUBTYPES.values()):
            request[''] = kind
    name, kind = path[-1]
    while value is not None and kind in study_types and study_types[kind]:  # a list's or an object's first member
        request = request.setdefault(name, {})
        name, kind = study_types[kind][0]
    request.setdefault(name, value)


def call_for(operation, when):
    """PHP arguments for a row, and headers; None where the row is about what no argument shows."""
    request, header = {}, {}
    for keys, words in when.items():
        if keys in INTENTS:
            return None
        for key in re.split(r' \+ | / | or ', keys)[:2 if '+' in keys else 1]:
            key = key.removeprefix('*.')
            value = words if words not in WORDS else WORDS[words]
            if words in ABSENT:
                continue
            if key.startswith('MktowsContextHeader.'):
                header[key.split('.')[1]] = 'Europe'
                continue
            path = find_path(operation, key)
            if path is None:
                return f'no such argument: {key}'
            if words in PRESENT:
                value = 'x'
            elif any(words in subtypes for subtypes in SUBTYPES.values()):
                put(request, [(path[0][0], words), study_types[words][0]], 'x')
                continue
            elif value is not None:
                separators = ' ' if value.isupper() and '|' not in value else r' \| |, '
                value = re.split(separators, value)[0].replace('*', 'ID')
            put(request, path, value)
    return request, header


rows = []
with tempfile.TemporaryDirectory() as folder:
    for operation in facts['operations']:
        for number, row in enumerate(operation['argument_mapping']):
            call = call_for(operation, row['when'])
            if call is None:
                human = any(uses(m) & set(row['use']) and any(c['test'] in ('human', 'several') for c in m['when'])
                            for m in operations[operation['name']]['mappings'])
                either = not set(row['use']) - set(LEFT_OUT) or any(
                    set(row['use']) & uses(m) and m['default'] for m in operations[operation['name']]['mappings'])
                same(f'{operation["name"]} {row["when"]} is left to people', True, human or either)
                continue
            if isinstance(call, str):
                wrong.append(f'{operation["name"]} {row["when"]}: {call}')
                continue
            name = f'{operation["name"]}_{number}.php'
            rows.append((name, operation, row))
            headers = f"$client->__setSoapHeaders(new SoapHeader('http://www.marketo.com/mktows/', 'MktowsContextHeader', " \
                      f"{php(call[1])}));\n" if call[1] else ''
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write("<?php\n$client = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');\n"
                           f"{headers}$client->{operation['name']}({php(call[0])});\n")
    scan = subprocess.run([UNSOAP, 'scan', '--no-config', '-f', 'json', folder], stdout=subprocess.PIPE, check=False)
    found = {}
    for finding in json.loads(scan.stdout)['findings']:
        if finding['kind'] == 'call':
            found[os.path.basename(finding['location']['path'])] = finding
    for name, operation, row in rows:
        with open(os.path.join(folder, name), encoding='utf-8') as file:
            source = file.read().splitlines()[-1]
        where = f'{operation["name"]} {row["when"]}\n    {source}\n   '
        finding = found.get(name)
        if finding is None:
            wrong.append(f'{where} is not found')
            continue
        offered = {r['id']: f'{r["http_method"]} {r["path"]}' for r in finding['replacements']}
        for identity in set(row['use']) & set(offered):
            same(f'{where} {identity}', f'{rest[identity]["method"]} {rest[identity]["path"]}', offered[identity])
        # The study's calls have one argument alone: where it does not say what kind of object is meant, no row for one holds.
        wanted = set(row['use']) - set(LEFT_OUT)
        if wanted and 'mObj' not in str(row['when']):
            same(f'{where} one of {sorted(wanted)} is proposed', True, bool(wanted & set(offered)))

if wrong:
    print('\n'.join(wrong))
    print(f'{len(wrong)} differences')
    sys.exit(1)
print(f'{compared} facts and {len(rows)} calls agree with the study')

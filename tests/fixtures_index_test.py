"""fixtures/README.md is the index of fixtures/idioms as they are, and no `.project` file stands where it changes nothing.

Languages come from `unsoap languages`, libraries from the imports that the toolkits name, what is shown from the folder's name and from
the claims in its comments; the topic from the first of the patterns below that the name fits. UPDATE_GOLDEN=1 writes the index anew.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print('skipped: PyYAML is not installed')
    sys.exit(77)

UNSOAP = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parent.parent / 'fixtures'
INDEX = ROOT / 'README.md'
TOPICS = (
    ('Arguments, and what a request holds', '^args_|request|options_taken_apart|odd_field_names|key_helper|typescript_collections|casts_'),
    ('Envelopes and XML', '^element|envelope|xml_steps|scala_xml|holes_for'),
    ('Settings and credentials', '^config_(by|return)|^credentials|^settings|configuration|addresses_|constants|client_from_environment'),
    ('What must stay silent, or is another service', '^other|of_other_service|foreign|rest_|mock|fake|built_in|named_wsdl|languages_apart|everyday|like_self|of_a_family|'
                                                     'of_two_services|namesakes|family_of'),
    ('Stubs, generated clients, libraries', '^stubs|axis|^own_|scalaxb|wslite|by_hand|cpp_gate|slots|typed_port|vb_gateway|smart_pointers|typedef'),
    ('Frameworks, containers and injection', 'inject|container|spring|grails|ejb|dotnet|webforms|aspnet|celery|apex_|locator|services|jobs_in_queues|'
                                             'decorated_store|module_per_request|coldfusion'),
    ('Where clients are made and how they are reached', 'clients?_|_client|where_|factory|singleton|getter|port_|accessor|promise|memoised|gateway|'
                                                        'wrappers_are_reached|chain_of_layers|own_get_port|helper$'),
    ('Calls named by texts', 'dispatch|reflection|in_variable|from_names|in_texts|catch_all|by_match|command|_by_name|short_calls|in_php_strings'),
    ('Functions as values, and what runs later', 'callback|hooks|closures|future|yield|call_back|handed|blocks|scope_functions|retry|generators|loop|cycles'),
    ('Names, files, modules and packages', 'names?_|names$|functions|imports|packages?|modules?|reexports|barrel|paths?_|files|aliases|alias$|src_layout|exports|'
                                           'exported|objects|namespaces|variables|colons'),
    ('Classes and their members', 'class|base|override|interface|static|trait|members|propert|extension|embedding|overload|constructors|new_|dao|cast|type|value|'
                                  'subclass|assignment|parameterless|pattern'),
)
SHOWN_KINDS = 4
IMPORT = re.compile(r'^.*\b(?:import|from|require|require_relative|use|using|include|package|Imports|new|extends|createObject|load|gem)\b.*$', re.M)
CLAIM = re.compile(r'expect:? +(?:[\w/.*-]+ +kind=([\w-]+)|([a-z][a-z-]+)(?= ))')


def languages():
    """(id, title) of languages by how a file's name ends."""
    done = subprocess.run([UNSOAP, 'languages', '-f', 'json'], capture_output=True, text=True, check=True)
    return {ending: (about['id'], about['title']) for about in json.loads(done.stdout)['languages'] for ending in about['files']}


def libraries():
    """(title, languages, pattern) of each toolkit that is known by an import."""
    out = []
    for path in sorted((ROOT.parent / 'rules/toolkits').glob('*.yaml')):
        about = yaml.safe_load(path.read_text(encoding='utf-8'))
        names = about.get('imports') or []
        if names:
            out.append((about.get('title', about['id']), set(about.get('languages') or []), re.compile('|'.join(rf'(?<![\w.])(?:{name})(?![\w-])' for name in names))))
    return out


def files_of(folder):
    meta = ('.expect',)
    return sorted(path for path in folder.rglob('*') if path.is_file() and path.suffix not in meta and path.name not in ('.project', 'README.md'))


def libraries_of(imports, ids, known):
    """By their titles; several toolkits for one library are that library's import."""
    found = {}
    for title, of, pattern in known:
        match = pattern.search(imports) if not of or of & ids else None
        if match:
            found.setdefault(match.group(), []).append(title)
    return [titles[0] if len(titles) == 1 else name for name, titles in found.items()]


def row(folder, titles, known):
    files = files_of(folder)
    used = collections.Counter(titles[ending] for path in files for ending in (path.suffix, path.name) if ending in titles)
    text = '\n'.join(path.read_text(encoding='utf-8', errors='replace') for path in folder.rglob('*') if path.is_file())
    imports = '\n'.join(IMPORT.findall(text))
    kinds = collections.Counter(kind or word for kind, word in CLAIM.findall(text) if (kind or word) not in ('miss', 'nothing'))
    shown = ', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_KINDS])
    return (f'| [{folder.name.removeprefix("args_").replace("_", " ")}](idioms/{folder.name}) | {", ".join(title for (_, title), _ in used.most_common())} '
            f'| {", ".join(libraries_of(imports, {of for of, _ in used}, known))} | {shown or "nothing"} |')


def index():
    folders = sorted(path for path in (ROOT / 'idioms').iterdir() if path.is_dir())
    titles, known = languages(), libraries()
    topics = {title: [] for title, _ in TOPICS} | {'Everything else': []}
    for folder in folders:
        topic = next((title for title, pattern in TOPICS if re.search(pattern, folder.name)), 'Everything else')
        topics[topic].append(row(folder, titles, known))
    lines = ['# Fixtures', '',
             'Code that says in comments what is to be found in it; [contributing](../CONTRIBUTING.md#expectations-in-fixtures) explains the comments.',
             'Folders with the name of a language, of a toolkit or of an operation hold what their name says. `idioms/` holds ways in which real code',
             'reaches the service, or looks as if it did; this is its index, which a test writes (`UPDATE_GOLDEN=1`). The last column counts what is',
             'to be found; every other line has to stay silent.', '']
    for title, rows in topics.items():
        if rows:
            lines += [f'## {title}', '', '| shown | languages | libraries | to be found |', '|---|---|---|---|', *rows, '']
    return '\n'.join(lines[:-1]) + '\n'


def needless():
    """Markers that change nothing: below another one, or beside the one file that there is."""
    marked = {path.parent for path in ROOT.rglob('.project')}
    for folder in sorted(marked):
        if any(outer in marked for outer in folder.parents):
            yield f'{folder.relative_to(ROOT)}/.project: a folder around it is a project'
        elif [path.parent for path in files_of(folder)] == [folder]:
            yield f'{folder.relative_to(ROOT)}/.project: a single file is a project by itself'
        elif folder.parent == ROOT / 'projects':
            yield f'{folder.relative_to(ROOT)}/.project: every folder of projects/ is one'


def main():
    failures = list(needless())
    failures += [f'{path.relative_to(ROOT)} is not empty' for path in ROOT.rglob('.project') if path.stat().st_size]
    wanted = index()
    if os.environ.get('UPDATE_GOLDEN'):
        INDEX.write_text(wanted, encoding='utf-8')
    elif not INDEX.exists() or INDEX.read_text(encoding='utf-8') != wanted:
        failures.append('fixtures/README.md is not current: UPDATE_GOLDEN=1 ctest --test-dir build/release -R fixtures_index_test')
    print('\n'.join(failures) or 'the index of fixtures is current')
    return 1 if failures else 0


sys.exit(main())

#!/usr/bin/env python3
"""The dependency rules of the source tree, checked against every include.

MODULES is the order: a file may include its own module and those before it, nothing else (the linker holds the same
order for what is called: layer_MODULE in CMakeLists.txt). LIBRARIES says which files may
name a third-party header: such a type stays in the file that wraps it. Then what no file may contain.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# From the bottom up: the list that CMake makes a library a module of. Beside them `scan`, which is scanner/scan*.{h,cc}, the
# pipeline, and `main`, the program.
MODULES = [line for line in (ROOT / 'cmake/modules.txt').read_text().split('\n') if line and not line.startswith('#')] + ['main']
# Programs of their own, which nothing includes: the libclang helper and the tool that embeds data at build time.
PROGRAMS = {'clang': ['base', 'settle'], 'embed': ['base', 'languages', 'rules']}

LIBRARIES = [
    (r'yaml-cpp/', r'scanner/(rules/yaml|languages/compile_language)\.cc'),
    (r'tree_sitter/', r'scanner/(languages|facts)/\w+\.(cc|h)'),
    (r'archive(_entry)?\.h', r'scanner/facts/archive\.cc|tests/(fuzz/)?\w+\.cc'),
    (r'git2', r'scanner/git/\w+\.cc'),
    (r're2/', r'scanner/(base/regex|facts/(fact_query|match)|languages/(compile_)?language)\.cc'),
    (r'clang-c/', r'scanner/clang/\w+\.(cc|h)'),
    (r'catch2/', r'tests/(catch\.h|main\.cc)'),
    (r'tl/expected', r'scanner/base/result\.h'),
]

failures = []


def fail(message):
    failures.append(message)


def module_of(path):
    parts = path.split('/')
    if parts[0] == 'reporters':
        return 'reporters'
    if parts[0] != 'scanner':
        return None
    return parts[1] if len(parts) > 2 else re.sub(r'(_\w+)?\.\w+$', '', parts[1])


def sources():
    for folder in ('scanner', 'reporters', 'tests'):
        for path in sorted((ROOT / folder).rglob('*')):
            if path.suffix in ('.h', '.cc'):
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def check_include(path, line, header):
    own, other = module_of(path), module_of(header)
    if own is None or other is None or own == other:
        return
    if own in PROGRAMS:
        if other not in PROGRAMS[own]:
            fail(f'{path}:{line}: a program of its own may include {", ".join(PROGRAMS[own])}, not {header}')
    elif own not in MODULES:
        fail(f'{path}:{line}: {own} has no place in the order of modules')
    elif other not in MODULES[:MODULES.index(own)]:
        fail(f'{path}:{line}: {own} stands below {other} and includes {header}')


def check_library(path, line, header):
    for pattern, allowed in LIBRARIES:
        if re.match(pattern, header) and not re.fullmatch(allowed, path):
            fail(f'{path}:{line}: {header} belongs to its wrapper ({allowed})')


def check_sources():
    modules = set()
    for path, text in sources():
        own = module_of(path)
        if own is not None:
            modules.add(own)
        for number, line in enumerate(text.splitlines(), 1):
            include = re.match(r' *# *include *([<"])([^>"]+)', line)
            if include and include[1] == '"':
                check_include(path, number, include[2])
            if include:
                check_library(path, number, include[2])
            # Nothing in C++ knows the service; its names are data. Tests may name it.
            if own is not None and re.search(r'marketo|mktows|mktoapi|munchkin|syncLead', line.split('//')[0], re.I):
                fail(f'{path}:{number}: names of the service belong into rules/: {line.strip()}')
        lines = text.count('\n')
        if lines > 800:
            fail(f'{path} has {lines} lines: split it by concept (at most 800)')
        if path.endswith('.h') and not text.startswith('// '):
            fail(f'{path} does not begin with what it is')
        if own is not None and own not in ('main', 'base', 'scan') and own not in PROGRAMS:
            if not re.search(rf'^namespace unsoap::{own}\b', text, re.M):
                fail(f'{path}: the names of {own}/ stand in namespace unsoap::{own}')
    for name in MODULES + list(PROGRAMS):
        if name not in modules:
            fail(f'{name} is in the order of modules and has no file')


def check_hosts():
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard'], cwd=ROOT, capture_output=True, text=True)
    hosts = re.compile(r'registry\.(npmjs|yarnpkg)|npm\.pkg\.|/artifactory/|"resolved": *"http')
    for path in listed.stdout.splitlines():
        if path == 'tests/layers_test.py' or not (ROOT / path).is_file():
            continue
        for number, line in enumerate((ROOT / path).read_text(errors='replace').splitlines(), 1):
            if hosts.search(line):
                fail(f'{path}:{number}: no file names a registry host (see .npmrc)')


check_sources()
check_hosts()
print('\n'.join(failures) or 'layers: all rules hold')
sys.exit(bool(failures))

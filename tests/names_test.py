"""No two definitions of one name in one namespace.

Two classes of one name in one namespace break the one-definition rule: the linker keeps the members of one of them, and
the program runs them on objects of the other. The same for enums; for functions, two headers that say the same name and
parameters. Looks at scanner/ and reporters/: types in headers and sources, functions in headers. What stands in an
unnamed namespace, inside a class or in a function is local. The preset `odr` asks the linker the same of types.
"""
import collections
import glob
import re
import sys

TOKEN = re.compile(r'[A-Za-z_]\w*|::|->|\d[\w.\']*|[^\s\w]')
BLANKS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
TYPES = {'class', 'struct', 'enum', 'union'}


def tokens_of(text):
    """Tokens without comments, literals and preprocessor lines."""
    text = BLANKS.sub(lambda m: ' ' + '\n' * m.group(0).count('\n'), text)
    text = re.sub(r'^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', '', text, flags=re.MULTILINE)
    line, out, at = 1, [], 0
    for match in TOKEN.finditer(text):
        line += text.count('\n', at, match.start())
        at = match.start()
        out.append((match.group(0), line))
    return out


def parameters_of(words):
    """The types of a parameter list, without names and default values: what tells overloads apart."""
    depth, parameters, current = 0, [], []
    for word in words:
        if word == ',' and depth == 0:
            parameters.append(current)
            current = []
            continue
        depth += {'<': 1, '(': 1, '[': 1, '{': 1, '>': -1, ')': -1, ']': -1, '}': -1}.get(word, 0)
        current.append(word)
    if current:
        parameters.append(current)
    out = []
    for parameter in parameters:
        if '=' in parameter:
            parameter = parameter[:parameter.index('=')]
        if len(parameter) > 1 and re.match(r'[A-Za-z_]\w*$', parameter[-1]) and parameter[-2] != '::' and \
                parameter[-1] not in ('const', 'int', 'bool', 'char', 'double', 'unsigned', 'long', 'void'):
            parameter = parameter[:-1]
        out.append(' '.join(word for word in parameter if word not in ('std', '::') or word == '::'))
    return tuple(out)


def statement_name(words):
    """(kind, name) of what a statement at namespace level defines or declares, else None."""
    if 'template' in words[:1]:
        # template <...> class X: what follows the matching bracket.
        depth = 0
        for i, word in enumerate(words[1:], 1):
            depth += {'<': 1, '>': -1}.get(word, 0)
            if depth == 0:
                words = words[i + 1:]
                break
    plain = []
    skip = 0
    for i, word in enumerate(words):
        # [[attributes]]
        if word == '[' and i + 1 < len(words) and words[i + 1] == '[':
            skip += 1
        if skip == 0:
            plain.append(word)
        if word == ']' and i > 0 and words[i - 1] == ']':
            skip = 0
    if not plain:
        return None
    for i, word in enumerate(plain):
        if word == '(':
            break
        if word in TYPES:
            rest = plain[i + 1:]
            if word == 'enum' and rest and rest[0] in ('class', 'struct'):
                rest = rest[1:]
            if rest and re.match(r'[A-Za-z_]\w*$', rest[0]) and (len(rest) < 2 or rest[1] in (':', 'final')):
                return 'type', rest[0]
            return None
        if word == '=':
            return None
    if '(' not in plain:
        return None
    at = plain.index('(')
    if at < 2 or 'using' in plain[:at] or 'typedef' in plain[:at] or plain[at - 2] == '::' or \
            not re.match(r'[A-Za-z_]\w*$', plain[at - 1]):
        return None
    depth = 0
    for i in range(at, len(plain)):
        depth += {'(': 1, ')': -1}.get(plain[i], 0)
        if depth == 0:
            return 'function', (plain[at - 1], parameters_of(plain[at + 1:i]))
    return None


def definitions(text):
    """Yields (namespace, kind, name, line, is_body) at namespace level, outside unnamed namespaces."""
    stack = []  # a name for each open namespace, '' for an unnamed one, None for any other brace
    words, line = [], 0
    for word, at in tokens_of(text):
        if word == '{':
            if words[:1] == ['namespace'] or words[:2] == ['inline', 'namespace']:
                stack.append(''.join(w for w in words if w not in ('namespace', 'inline')))
            else:
                if None not in stack and '' not in stack and words:
                    named = statement_name(words)
                    if named:
                        yield '::'.join(stack), named[0], named[1], line, True
                stack.append(None)
            words = []
        elif word == '}':
            if stack:
                stack.pop()
            words = []
        elif word == ';':
            if None not in stack and '' not in stack and words:
                named = statement_name(words)
                if named and named[0] == 'function':
                    yield '::'.join(stack), named[0], named[1], line, False
            words = []
        else:
            if not words:
                line = at
            words.append(word)


def clashes(files):
    """`files`: path to text. Sentences about names that are defined twice."""
    places = collections.defaultdict(list)
    for path, text in sorted(files.items()):
        for space, kind, name, line, is_body in definitions(text):
            if kind == 'type' or path.endswith('.h'):
                places[space, kind, name].append((path, line))
    problems = []
    for (space, kind, name), where in sorted(places.items(), key=str):
        paths = {path for path, _ in where}
        if len(paths) > 1:
            shown = name if kind == 'type' else f'{name[0]}({", ".join(name[1])})'
            problems.append(f'{space}::{shown} is defined in ' + ' and '.join(f'{p}:{n}' for p, n in where))
    return problems


def self_test():
    """What must be found and what must not."""
    def found(**files):
        return len(clashes({name.replace('_h', '.h').replace('_cc', '.cc'): text for name, text in files.items()}))

    cases = [
        (1, dict(a_h='namespace x { class A { int i; }; }', b_h='namespace x { class A { long l; }; }')),
        (1, dict(a_h='namespace x::y { struct A {}; }', b_cc='namespace x { namespace y { struct A : B {}; } }')),
        (1, dict(a_h='namespace x { enum class E : char { a }; }', b_h='namespace x { struct E {}; }')),
        (1, dict(a_h='namespace x { template <class T> class A {}; }', b_h='namespace x { class A final : B {}; }')),
        (1, dict(a_h='namespace x { int F(const std::string& a); }',
                 b_h='namespace x { inline int F(const std::string& other) { return 1; } }')),
        (1, dict(a_h='namespace x { [[nodiscard]] bool F(); }', b_h='namespace x { bool F(); }')),
        (0, dict(a_h='namespace x { class A; struct B {}; }', b_h='namespace x { class B; struct A {}; }')),
        (0, dict(a_h='namespace x { class A {}; }', b_h='namespace y { class A {}; }')),
        (0, dict(a_h='namespace x { class A {}; }', b_cc='namespace x { namespace { class A {}; } }')),
        (0, dict(a_h='namespace x { struct O { struct A {}; }; }', b_h='namespace x { struct P { struct A {}; }; }')),
        (0, dict(a_h='namespace x { int F(A a); }', b_h='namespace x { int F(B b); }')),
        (0, dict(a_h='namespace x { int F(); }', b_cc='namespace x { int F() { struct A {}; return 0; } }')),
        (0, dict(a_h='namespace x { /* class A {}; */ const char* s = "class A {};"; }', b_h='namespace x { class A {}; }')),
        (0, dict(a_h='namespace x { inline int i = F(1); class A {}; }', b_h='namespace x { inline int j = F(1); }')),
        (0, dict(a_h="namespace x { const int n = 1'000'000; class A {}; }", b_h="namespace x { const char c = '{'; class B {}; }")),
    ]
    return [f'self-test {i}: {found(**files)} instead of {count}' for i, (count, files) in enumerate(cases)
            if found(**files) != count]


def main():
    paths = [path for folder in ('scanner', 'reporters') for end in ('h', 'cc')
             for path in glob.glob(f'{folder}/**/*.{end}', recursive=True)]
    files = {}
    for path in paths:
        with open(path, encoding='utf-8') as file:
            files[path] = file.read()
    problems = self_test() + clashes(files)
    if len(files) < 50:
        problems.append(f'only {len(files)} files were found: run this in the root of the source tree')
    print('\n'.join(problems) or f'names: {len(files)} files, none defined twice')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())

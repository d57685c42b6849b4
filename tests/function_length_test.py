#!/usr/bin/env python3
"""No function of ours is longer than 80 lines, from the first line of its signature to its closing brace.

What it reads: every .h and .cc of scanner/, reporters/ and tests/. Sources are cut into tokens (comments, texts and
preprocessor lines are none), and a brace is judged by what stands before it: what opens a namespace or a type holds
declarations, what follows an equals sign or a name is a value, all else is a body. Closures count as part of the function
around them; those in tables and other values outside of functions count by themselves. A macro that opens a body
(TEST_CASE) is a signature like any other. There is no list of exemptions: split by idea, not at line 80.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST = 80

TOKEN = re.compile(r'''
    (?P<skip> //[^\n]* | /\*.*?\*/ | \s+ | ^[ \t]*\#(?:\\\n|[^\n])* )
  | (?P<text> (?:u8|[uUL])?R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)" | (?:u8|[uUL])?"(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
  | (?P<word> [A-Za-z_]\w* ) | (?P<number> \d(?:'?[\w.])* ) | (?P<sign> :: | -> | . )
''', re.X | re.S | re.M)

# After these words a brace holds declarations, unless a parameter list stands between.
TYPES = {'namespace', 'class', 'struct', 'union', 'extern'}
# These stand in bodies only.
STATEMENTS = {'return', 'if', 'for', 'while', 'switch'}


def tokens(text):
    line, at = 1, 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found.group('skip'):
            yield found.group(0) if not found.group('text') else '""', line
        line += found.group(0).count('\n')
        at = found.end()


def opens_closure(before):
    """True if what stands before a brace ends with the head of a closure: [..](..) mutable -> T."""
    depth, i = 0, len(before) - 1
    while i >= 0:
        token = before[i][0]
        if token in ')]':
            if depth == 0 and token == ']':
                return i == len(before) - 1 or before[i + 1][0] in ('(', 'mutable', '-', '->', 'noexcept')
            depth += 1
        elif token in '([':
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0 and not re.fullmatch(r'\w+|::|->|[*&<>]', token):
            return False
        i -= 1
    return False


def kind_of(before, inside):
    """What a brace opens: 'types' (declarations), 'value' or 'body'. `inside`: what is around it."""
    if inside == 'body':
        return 'body'
    if opens_closure(before):
        return 'body'
    if inside == 'value' or parts_open(before):  # f(int a = {})
        return 'value'
    flat, depth = [], 0
    for token, _ in before:
        depth -= token in ')]'
        if depth == 0:
            flat.append(token)
        depth += token in '(['
    if 'enum' in flat:
        return 'value'
    if '(' not in flat or flat[-1] == '=':
        if TYPES & set(flat) and '=' not in flat:
            return 'types'
        return 'value' if '(' not in flat or '=' in flat and 'operator' not in flat else 'body'
    # Foo::Foo(int a) : a_{a}, b_{} { ... }: a name before the brace of a constructor's list makes a value of it.
    if ':' in flat[flat.index('('):] and re.fullmatch(r'\w+|>', flat[-1]) and flat[-1] not in ('const', 'noexcept', 'override'):
        return 'value'
    return 'value' if '=' in flat and 'operator' not in flat[:flat.index('=')] else 'body'


def functions(text):
    """(first line, last line, name) of each body that stands in no other body."""
    around = []  # of open braces: (kind, tokens before)
    before = []
    for token, line in tokens(text):
        if token == '{':
            kind = kind_of(before, around[-1][0] if around else 'types')
            around.append((kind, before))
            before = []
        elif token == '}':
            kind, head = around.pop()
            outer = around[-1][0] if around else 'types'
            if kind == 'body' and outer != 'body':
                yield head[0][1] if outer == 'types' else start_of_closure(head), line, name_of(head)
            # A value is part of the declaration that it stands in; what follows any other brace begins anew.
            before = head + [('{', line), ('}', line)] if kind == 'value' or outer == 'value' else []
        elif token == ';' and not parts_open(before):
            before = []
        elif token == ':' and len(before) == 1 and before[0][0] in ('public', 'private', 'protected'):
            before = []
        else:
            assert token not in STATEMENTS or around and around[-1][0] == 'body', f'line {line}: misread'
            before.append((token, line))
    assert not around, 'braces do not balance'


def parts_open(before):
    return sum((t in '([') - (t in ')]') for t, _ in before) > 0


def start_of_closure(head):
    depth = 0
    for token, line in reversed(head):
        depth += (token in ')]') - (token in '([')
        if token == '[' and depth == 0:
            return line
    return head[0][1]


def name_of(head):
    words = []
    for token, _ in head:
        if token == '(' and words:
            break
        words.append(token)
    name = []
    for token in reversed(words):
        if name and not re.fullmatch(r'\w+|::|~', token) or len(name) and re.match(r'\w', token) and re.match(r'\w', name[0]):
            break
        name.insert(0, token)
    return ''.join(name) or 'a closure'


def too_long(text):
    """(first line, lines, name) of each function that is longer than it may be."""
    return [(first, last - first + 1, name) for first, last, name in functions(text) if last - first + 1 > MOST]


def check_itself():
    """What is a function here: each of these is one, and is seen where it is a line too long."""
    body = '  f("}{", \'{\', R"x( } )x");  // }\n'
    heads = {
        'F': 'int F(int a) {', 'A::F': 'void A::F() const noexcept {', 'A::A': 'A::A(int a) : b_{a}, c_(a) {',
        'TEST_CASE': 'TEST_CASE("x") {', 'operator==': 'bool operator==(A a, A b) {', 'G': 'int G(A a = {}, B b = {1}) {',
        'B::~B': 'B::~B() {',
        'k': 'const auto k = [](int a) -> int {', 'kTable': 'const Row kTable[] = {{"a", {1, 2}, [] {',
    }
    ends = {'k': '};', 'kTable': '}}};'}
    for name, head in heads.items():
        for lines, count in ((MOST - 2, 0), (MOST - 1, 1)):
            text = f'namespace n {{\n{head}\n' + body * lines + ends.get(name, '}') + '\n}  // namespace n\n'
            assert len(too_long(text)) == count, (name, lines, too_long(text))
            inner = f'struct S {{\n enum class E {{ kA }};\n int a = 0, b{{1}};\n public:\n{head}\n' + body * lines
            inner += ends.get(name, '}') + '\n};\n'
            assert len(too_long(inner)) == count, (name, lines, too_long(inner))
    table = 'const char* const kWords[] = {\n' + '    "a",\n' * 200 + '};\nint F() { return 0; }\n'
    assert not too_long(table) and [name for _, _, name in functions(table)] == ['F']


def main():
    check_itself()
    failures = []
    for folder in ('scanner', 'reporters', 'tests'):
        for path in sorted((ROOT / folder).rglob('*')):
            if path.suffix in ('.h', '.cc'):
                for line, lines, name in too_long(path.read_text()):
                    where = path.relative_to(ROOT).as_posix()
                    failures.append(f'{where}:{line}: {name} has {lines} lines: split it by idea (at most {MOST})')
    print('\n'.join(failures) or f'functions: none is longer than {MOST} lines')
    return bool(failures)


if __name__ == '__main__':
    sys.exit(main())

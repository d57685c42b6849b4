"""What is planted, as tables: a case is one row, and runs in every language that has its form."""
import base64
import html
import json
import re
import urllib.parse

NAMES = ['encryptionKey', 'secret_key', 'marketoSecretKey', 'MARKETO_ENCRYPTION_KEY', 'secretKey', 'encryption_key', 'soapSecretKey',
         'mktoEncryptionKey', 'api_secret', 'MARKETO_SECRET', 'crmPassword']
WORDLESS = ['x7', 'q', 'part', 'item', 'z']


def words(name):
    return [w for w in re.split(r'[_.\-]|(?<=[a-z])(?=[A-Z])', name) if w]


class Missing(Exception):
    """The language has no form for the case."""


class Context:
    """What a case may ask for: values, names, and the language's forms filled in."""

    def __init__(self, language, values, key):
        self.language = language
        self.values = values
        self.key = key
        self.count = 0

    def __getattr__(self, kind):
        return getattr(self.values, kind)

    def name(self):
        self.values.names = getattr(self.values, 'names', -1) + 1
        return NAMES[self.values.names % len(NAMES)]

    def plain_name(self):
        self.count += 1
        return WORDLESS[self.count % len(WORDLESS)] + str(self.count)

    def lit(self, text):
        return self.language['str'](text)

    def read(self, name):
        return self.language.get('read', '{n}').replace('{n}', name) if '{V}' not in self.language.get('assign', '') else name[0].upper() + name[1:]

    def has(self, form):
        return form in self.language

    def say(self, form, name='', value='', **more):
        if form not in self.language:
            raise Missing(form)
        if self.language.get('lower') and form in ('assign', 'choose', 'compare') and name[:1].isupper():
            name = name.lower()   # a capital begins the name of a module, which nothing is assigned to
        parts = words(name) if name else ['']
        fill = {'n': name, 'v': value, 'N': ''.join(p[:1].upper() + p[1:] for p in parts), 'V': name[:1].upper() + name[1:],
                'H': '-'.join(parts).upper(), 'L': re.sub('[^A-Za-z]', '', name), 'D': '-'.join(parts).lower(), 'K': self.key,
                'h': value, 'p': value, **more}
        return re.sub(r'\{([nvNVHLDKhptab])\}', lambda m: fill.get(m.group(1), m.group(0)), self.language[form])

    def assign(self, name, value):
        return self.say('assign', name, value)

    def concat(self, text, line_break=''):
        a, b = self.values.halves(text)
        joined = self.say('concat', a=self.lit(a), b=self.lit(b))
        return joined.replace(self.lit(a) + ' ', self.lit(a) + line_break, 1) if line_break else joined

    def quoted_key(self):
        if not re.search('[\'"]\\{n\\}[\'"]', self.language.get('pair', '')):
            raise Missing('pair')

    def strings(self):
        """For cases that only a language with quoted strings has."""
        if self.lit('a') == 'a':
            raise Missing('string')

    def host(self):
        return '{HOST}'

    def followed(self):
        """A value that only its use tells."""
        return self.values.chosen() if self.language.get('text_only') else self.values.any()

    def argument(self):
        """A value for the call: where the language gives it no name, one that looks random."""
        return self.values.unescaped() if self.language['x'].startswith('<') else self.values.chosen() if self.language['x'] == ', {v}' else self.values.any()

    def split_variables(self):
        if self.language['name'] == 'c':   # only literals are put together by standing side by side
            raise Missing('concat')
        text = self.values.chosen() if self.language.get('text_only') else self.values.unescaped()
        a, b = text[:len(text) // 2], text[len(text) // 2:]
        one, two = self.plain_name(), self.plain_name()
        return '\n'.join([self.assign(one, self.lit(a)), self.assign(two, self.lit(b)),
                          self.assign(self.name(), self.say('concat', a=self.read(one), b=self.read(two)))])

    def pieces(self, form):
        """Two variables put together by a form of the language, without a name."""
        if self.language['name'] == 'c':
            raise Missing(form)
        text = self.values.chosen() if self.language.get('text_only') else self.values.generated()
        a, b = (text[:21], text[21:]) if self.language.get('text_only') else self.values.halves(text)
        one, two = self.plain_name(), self.plain_name()
        return '\n'.join([self.assign(one, self.lit(a)), self.assign(two, self.lit(b)),
                          self.assign(self.plain_name(), self.say(form, a=self.read(one), b=self.read(two)))])

    def joint(self):
        """For pieces that only their joint tells: between the arguments of a call stand any values."""
        if ',' in self.language.get('concat', ''):
            raise Missing('concat')

    def three(self, text):
        """A concatenation of three literals."""
        self.joint()
        cut = sorted(self.values.rng.sample(range(8, len(text) - 8), 2))
        a, b, z = text[:cut[0]], text[cut[0]:cut[1]], text[cut[1]:]
        return self.say('concat', a=self.say('concat', a=self.lit(a), b=self.lit(b)), b=self.lit(z))

    def appended(self, name, text):
        a, b = self.values.halves(text)
        return self.assign(name, self.lit(a)) + '\n' + self.say('append', name, self.lit(b))

    def raw_or_lit(self, form, make):
        """Where the form has its own quotes the value goes in as it is."""
        return self.values.unescaped() if '{p}' in self.language.get(form, '') else self.lit(make())

    def alias(self, use):
        one = self.plain_name()
        return self.assign(one, self.lit(self.followed())) + '\n' + use(self.read(one))

    def separator(self, line):
        if self.language['name'] in ('vbnet', 'vb6', 'asp', 'cobol', 'haskell', 'latex', 'batch', 'xquery', 'abap'):
            raise Missing('separator')
        return ' ' if line[-1] in ';.,)' else '; '

    def one_line(self):
        first, second = self.assign('limit', '5'), self.assign(self.name(), self.lit(self.values.any()))
        return first + self.separator(first) + second

    def behind(self):
        second = self.assign(self.name(), self.lit(self.values.any()))
        return self.separator(second) + second


def address(user_info='', query=''):
    return f'https://{user_info}{{HOST}}/soap/mktows/2_9?WSDL{query}'


# name, where it stands (body: before, between or after the uses; class: around the function; call: inside the call;
# address: in place of the service's address; inline: at the end of a use's line), what
CASES = [
    ('nothing planted', 'body', lambda c: c.say('line', t='ordinary remark')),
    ('constant', 'body', lambda c: c.assign(c.name(), c.lit(c.any()))),
    ('declared constant', 'class', lambda c: c.say('const', c.name(), c.lit(c.any()))),
    ('define', 'body', lambda c: c.say('define', c.name(), c.lit(c.any()))),
    ('field', 'class', lambda c: c.say('field', c.name(), c.lit(c.any()))),
    ('default of a parameter', 'class', lambda c: c.say('default', c.name(), c.lit(c.any()))),
    ('annotation', 'class', lambda c: c.say('attribute', c.name(), html.escape(c.values.any()) if '{h}' in c.language.get('attribute', '') else c.lit(c.any()))),
    ('member', 'body', lambda c: c.say('member', c.name(), c.lit(c.any()))),
    ('setter', 'body', lambda c: c.say('setter', c.name(), c.lit(c.any()))),
    ('named argument', 'body', lambda c: c.say('named', c.name(), c.lit(c.any()))),
    ('named argument beside user id', 'body', lambda c: c.say('named', 'key', c.lit(c.any())) + '\n' + c.say('named', 'user', c.lit(c.user()))),
    ('map entry', 'body', lambda c: c.say('map', value=c.say('pair', c.name(), c.lit(c.any())))),
    ('map entry with dotted key', 'body', lambda c: (c.quoted_key(), c.say('map', value=c.say('pair', 'marketo.secret.key', c.lit(c.any()))))[1]),
    ('map entry with dashed key', 'body', lambda c: (c.quoted_key(), c.say('map', value=c.say('pair', 'encryption-key', c.lit(c.any()))))[1]),
    ('map entry beside user id', 'body', lambda c: c.say('map', value=c.say('pair', 'login', c.lit(c.user())) + (' ' if c.language['name'] in ('bash', 'tcl', 'clojure') else ', ')
                                                         + c.say('pair', 'code', c.lit(c.unescaped())))),
    ('list beside user id', 'body', lambda c: c.say('tuple', value=c.lit(c.user()) + (' ' if c.language['name'] in ('bash', 'tcl', 'clojure', 'cobol') else ', ') + c.lit(c.any()))),
    ('arguments beside user id', 'body', lambda c: c.say('invoke', 'connect', c.lit(c.user()) + (' ' if c.language['name'] in ('bash', 'tcl', 'clojure', 'haskell', 'powershell', 'batch')
                                                                                                else ', ') + c.lit(c.any()))),
    ('user id', 'body', lambda c: c.assign(c.plain_name(), c.lit(c.user()))),
    ('comment with a name', 'body', lambda c: c.say('line', t=f"{c.name()} = '{c.unescaped()}'")),
    ('comment with a name and a colon', 'body', lambda c: c.say('line', t=f'{c.name()}: {c.unescaped()}')),
    ('comment in prose', 'body', lambda c: c.say('line', t=f'the encryption key is {c.unescaped()}, user {c.user()}')),
    ('comment beside user id', 'body', lambda c: c.say('line', t=f'{c.user()} / {c.unescaped()}')),
    ('commented-out code', 'body', lambda c: c.say('line', t=c.assign(c.name(), c.lit(c.any())))),
    ('commented-out call', 'body', lambda c: c.say('line', t=c.say('invoke', 'connect', c.lit(c.user()) + ', ' + c.lit(c.any())))),
    ('block comment', 'body', lambda c: c.say('block', t=f"{c.name()} = '{c.unescaped()}'")),
    ('block comment over lines', 'body', lambda c: c.say('block', t=f"\n  {c.assign('userId', c.lit(c.user()))}\n  {c.assign(c.name(), c.lit(c.unescaped()))}\n")),
    ('doc comment', 'body', lambda c: c.say('doc', t=f'{c.name()}: {c.unescaped()}')),
    ('concatenation with a name', 'body', lambda c: c.assign(c.name(), c.concat(c.unescaped()))),
    ('concatenation over lines', 'body', lambda c: c.assign(c.name(), c.concat(c.unescaped(), '\n      '))),
    ('concatenation of a generated key', 'body', lambda c: c.assign(c.plain_name(), c.concat(c.generated()))),
    ('concatenation of a generated key over lines', 'body', lambda c: c.assign(c.plain_name(), c.concat(c.generated(), '\n      '))),
    ('parts in variables', 'body', lambda c: c.split_variables()),
    ('alias with a name', 'body', lambda c: c.alias(lambda v: c.assign(c.name(), v))),
    ('alias set', 'body', lambda c: c.alias(lambda v: c.say('setter', c.name(), v))),
    ('alias signs', 'body', lambda c: c.alias(lambda v: c.say('hmac', value=v))),
    ('alias in a map', 'body', lambda c: c.alias(lambda v: c.say('map', value=c.say('pair', c.name(), v)))),
    ('signs', 'body', lambda c: c.say('hmac', value=c.lit(c.any()))),
    ('two of an assignment', 'body', lambda c: c.say('two', c.name(), c.lit(c.any()))),
    ('several on a line', 'body', lambda c: c.one_line()),
    ('default of an option', 'body', lambda c: c.say('destructure', c.name(), c.values.unescaped() if '{p}' in c.language.get('destructure', '') else c.lit(c.any()))),
    ('password in an address', 'body', lambda c: c.assign(c.plain_name(), c.lit(address(f'admin:{c.password()}@')))),
    ('key in the query of an address', 'body', lambda c: c.assign(c.plain_name(), c.lit(address(query=f'&secretKey={c.unescaped()}')))),
    ('escaped password in an address', 'body', lambda c: c.assign(c.plain_name(), c.lit(address(f"admin:{urllib.parse.quote(c.odd(), safe='')}@")))),
    ('password in the address of others', 'body', lambda c: c.assign(c.plain_name(), c.lit(f'postgres://crm:{c.password()}@db.example/crm'))),
    ('connection string', 'body', lambda c: c.assign(c.plain_name(), c.lit(f'user={c.user()};encryptionKey={c.unescaped()};limit=5'))),
    ('text with a name', 'body', lambda c: c.assign(c.plain_name(), c.lit(f'secretKey={c.unescaped()}'))),
    ('format', 'body', lambda c: c.assign(c.name(), c.say('format', value=c.lit(c.any())))),
    ('interpolated text', 'body', lambda c: c.say('text', t=f'secretKey={c.unescaped()}')),
    ('element in a string', 'body', lambda c: c.assign(c.plain_name(), c.lit(f'<encryptionKey>{c.unescaped()}</encryptionKey>'))),
    ('heredoc with an envelope', 'body', lambda c: c.say('heredoc', t=f'<m:AuthenticationHeader><mktowsUserId>{c.user()}</mktowsUserId>\n'
                                                                      f'<encryptionKey>{c.unescaped()}</encryptionKey></m:AuthenticationHeader>')),
    ('heredoc with settings', 'body', lambda c: c.say('heredoc', t=f'marketo.secret.key={c.unescaped()}\npassword: {c.password()}')),
    ('base64', 'body', lambda c: c.assign(c.name(), c.say('decode', value=c.lit(base64.b64encode(c.any().encode()).decode())))),
    ('base64 of a generated key', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(base64.b64encode(c.generated().encode()).decode())))[1]),
    ('URL-encoded', 'body', lambda c: c.assign(c.name(), c.say('urldecode', value=c.lit(urllib.parse.quote(c.odd(), safe=''))))),
    ('hex', 'body', lambda c: c.assign(c.name(), c.say('unhex', value=c.lit(c.unescaped().encode().hex())))),
    ('reversed', 'body', lambda c: c.assign(c.name(), c.say('wrap', value=c.lit(c.any()[::-1])))),
    ('generated key in lower case', 'body', lambda c: c.assign(c.plain_name(), c.lit(c.generated().lower()))),
    ('generated key', 'body', lambda c: c.assign(c.plain_name(), c.lit(c.generated()))),
    ('generated key inside letters', 'body', lambda c: c.assign(c.plain_name(), c.lit('pre' + c.generated() + 'post'))),
    ('random without a name', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.chosen())))[1]),
    ('token of others', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.token())))[1]),
    ('token of others in a comment', 'body', lambda c: c.say('line', t=f'pays with {c.token()}')),
    ('reason of a suppression', 'body', lambda c: c.say('line', t=f'unsoap-ignore: credential -- was {c.generated()}, now rotated')),
    ('reason of a suppression with a name', 'body', lambda c: c.say('line', t=f'unsoap-ignore: getLead -- secretKey = {c.unescaped()} is dead')),
    ('reason of a suppression that ran out', 'body', lambda c: c.say('line', t=f'unsoap-ignore: credential -- key {c.chosen()} of {c.user()} until=2020-01-01')),
    ('suppression without a match', 'body', lambda c: c.say('line', t=f'unsoap-ignore: getTags -- password {c.password()}')),
    ('broken suppression', 'body', lambda c: c.say('line', t=f'unsoap-ignore: secretKey={c.unescaped()}')),
    ('hidden form field', 'body', lambda c: c.say('markup', c.name(), c.values.unescaped())),
    ('comment in markup', 'body', lambda c: c.say('remark', c.name(), c.values.unescaped())),
    ('flag -u', 'body', lambda c: c.say('flag', value=c.password())),
    ('flag --user', 'body', lambda c: c.say('flag2', value=c.password())),
    ('header', 'body', lambda c: c.say('header', value=base64.b64encode(('acme:' + c.chosen()).encode()).decode())),
    ('line behind a user id', 'body', lambda c: c.assign(c.plain_name(), c.lit(c.user())) + '\n' + c.assign(c.plain_name(), c.lit(c.unescaped()))),
    ('two lines before a user id', 'body', lambda c: '\n'.join([c.assign(c.plain_name(), c.lit(c.unescaped())), c.assign('limit', c.lit('5')),
                                                               c.assign(c.plain_name(), c.lit(c.user()))])),
    ('user id in lower case', 'body', lambda c: c.assign(c.plain_name(), c.lit(c.user().lower()))),
    ('user id in pieces', 'body', lambda c: (c.strings(), c.joint(), c.assign(c.plain_name(), c.concat(c.user())))[2]),
    ('generated key in three pieces', 'body', lambda c: c.assign(c.plain_name(), c.three(c.generated()))),
    ('generated key in pieces in lower case', 'body', lambda c: c.assign(c.plain_name(), c.concat(c.generated().lower()))),
    ('appended with a name', 'body', lambda c: c.appended(c.name(), c.unescaped())),
    ('pieces joined with a name', 'body', lambda c: c.assign(c.name(), (lambda p: c.say('join', a=c.lit(p[0]), b=c.lit(p[1])))(c.halves(c.unescaped())))),
    ('pieces joined', 'body', lambda c: c.assign(c.plain_name(), (lambda p: c.say('join', a=c.lit(p[0]), b=c.lit(p[1])))(c.halves(c.generated())))),
    ('pieces formatted with a name', 'body', lambda c: c.assign(c.name(), (lambda p: c.say('format2', a=c.lit(p[0]), b=c.lit(p[1])))(c.halves(c.unescaped())))),
    ('pieces in variables without a name', 'body', lambda c: c.pieces('concat')),
    ('pieces in a template', 'body', lambda c: c.pieces('weave')),
    ('given to a client of the service', 'body', lambda c: c.say('construct', value=c.lit(c.followed()))),
    ('alias given to a client of the service', 'body', lambda c: c.alias(lambda v: c.say('construct', value=v))),
    ('field of the header', 'body', lambda c: c.say('field_of_header', value=c.lit(c.followed()))),
    ('alias in a field of the header', 'body', lambda c: c.alias(lambda v: c.say('field_of_header', value=v))),
    ('alias in a map of the header', 'body', lambda c: c.alias(lambda v: c.say('map', value=c.say('pair', 'mktowsUserId', v)))),
    ('alias behind a name in text', 'body', lambda c: c.alias(lambda v: c.assign(c.plain_name(), c.say('concat', a=c.lit('secretKey='), b=v)))),
    ('alias behind an element in text', 'body', lambda c: c.alias(lambda v: c.assign(c.plain_name(), c.say('concat', a=c.lit('<encryptionKey>'), b=v)))),
    ('answer of a function', 'class', lambda c: c.say('answer', c.name(), c.lit(c.any()))),
    ('alternative', 'body', lambda c: c.say('choose', c.name(), c.raw_or_lit('choose', c.any))),
    ('compared', 'body', lambda c: c.say('compare', c.name(), c.lit(c.any()))),
    ('password of words', 'body', lambda c: c.assign(c.name(), c.lit(c.wordy()))),
    ('password of words in a map', 'body', lambda c: c.say('map', value=c.say('pair', c.name(), c.lit(c.wordy())))),
    ('password of words set', 'body', lambda c: c.say('setter', c.name(), c.lit(c.wordy()))),
    ('password of words in a comment', 'body', lambda c: c.say('line', t=f"{c.name()} = '{c.wordy()}'")),
    ('pass phrase', 'body', lambda c: (c.strings(), c.assign(c.name(), c.lit(c.phrase())))[1]),
    ('header in a map', 'body', lambda c: (c.strings(), c.say('map', value=c.say('pair', 'Authorization', c.lit('Bearer ' + c.unescaped()))))[1]),
    ('header in a string', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit('Authorization: Basic ' + base64.b64encode(('acme:' + c.short()).encode()).decode())))[1]),
    ('JSON in a string', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(json.dumps({'userId': c.user(), 'encryptionKey': c.any()}))))[1]),
    ('JSON in a heredoc', 'body', lambda c: c.say('heredoc', t='{"marketo": {"encryption": {"key": %s}}}' % json.dumps(c.unescaped()))),
    ('attribute in a string', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(f'<auth secretKey="{c.unescaped()}" limit="5"/>')))[1]),
    ('escaped element in a string', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(f'&lt;encryptionKey&gt;{c.unescaped()}&lt;/encryptionKey&gt;')))[1]),
    ('form in a string', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(f'limit=5&password={c.password()}&mode=1')))[1]),
    ('private key', 'body', lambda c: c.say('heredoc', t=c.armor())),
    ('sixteen random characters', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.sixteen())))[1]),
    ('digest without a name', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.lower())))[1]),
    ('digits without a name', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.number())))[1]),
    ('base64 without a name', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(c.padded())))[1]),
    ('random in a comment', 'body', lambda c: c.say('line', t=f'see {c.chosen()} and {c.lower()}')),
    ('base64 of settings', 'body', lambda c: (c.strings(), c.assign(c.plain_name(), c.lit(base64.b64encode(f'secretKey={c.chosen()}'.encode()).decode())))[1]),
    ('argument of the call', 'call', lambda c: c.argument() if c.language['x'].startswith('<') else c.lit(c.argument())),
    ('split argument of the call', 'call', lambda c: c.unescaped() if c.language['x'].startswith('<') else c.concat(c.chosen())),
    ('password in the address of the client', 'address', lambda c: address(f'admin:{c.password()}@')),
    ('key in the address of the client', 'address', lambda c: address(query=f'&encryptionKey={c.unescaped()}')),
    ('on the line of the use', 'inline', lambda c: c.behind()),
    ('comment on the line of the use', 'inline', lambda c: ' ' + c.say('line', t=f'{c.name()} = {c.unescaped()}')),
]

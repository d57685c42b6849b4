"""Secret values, made anew in each run: nothing in these files looks like a key, and no value is the same twice."""
import base64
import string

ALNUM = string.ascii_letters + string.digits
UPPER_HEX = '0123456789ABCDEF'
# What a writer may have to escape somewhere: XML, JSON, URLs, CSV, shells, source code, and a letter outside ASCII.
SPECIAL = '&<>"\'+/=%\\é'


class Secret:
    """One planted value. `hidden` is the part that must be seen nowhere."""

    def __init__(self, kind, text, hidden=None):
        self.kind = kind
        self.text = text
        self.hidden = hidden or text
        self.case = None


class Values:
    """Makes values; every value made is kept in `made`, for the search."""

    ROTATION = ('chosen', 'short', 'odd', 'generated')

    def __init__(self, rng):
        self.rng = rng
        self.made = []
        self.turn = 0
        self.plain = False
        self.template = False   # code whose end "%>" is, wherever it stands

    def _keep(self, kind, text, hidden=None):
        self.made.append(Secret(kind, text, hidden))
        return text

    def _letters(self, count, alphabet=ALNUM):
        return ''.join(self.rng.choice(alphabet) for _ in range(count))

    def _mixed(self, count):
        """Letters of both cases and digits, so that it is a chosen key and never a word."""
        while True:
            text = self._letters(count)
            if any(c.isdigit() for c in text) and text.lower() != text and text.upper() != text:
                return text

    def generated(self):
        """A key as the service makes it: 44 upper-case hex characters, the first 20 of them decimal."""
        return self._keep('generated', self._letters(20, string.digits) + self._letters(24, UPPER_HEX))

    def user(self):
        """A user id as the service makes it. Its first part is the public subscription name."""
        tail = self._letters(22, UPPER_HEX)
        return self._keep('user', 'acme1_' + tail, tail)

    def chosen(self):
        """43 characters of no shape, as a password manager makes them."""
        return self._keep('chosen', self._mixed(43))

    def short(self):
        return self._keep('short', self._mixed(self.rng.randint(12, 20)))

    def odd(self):
        """Letters and digits with characters that each format escapes in a way of its own."""
        if self.plain:
            return self.short()
        special = self.rng.sample(SPECIAL, 4)
        while self.template and special[1:3] == ['%', '>']:
            special = self.rng.sample(SPECIAL, 4)
        head = self._mixed(10)
        return self._keep('odd', head + special[0] + self._mixed(4) + special[1] + special[2] + self._mixed(5) + special[3] + 'k')

    def password(self):
        return self._keep('password', self._mixed(self.rng.randint(10, 16)))

    def token(self):
        """A credential of somebody else's service. The prefix is put together here, so that no scanner takes it for one."""
        form = self.rng.choice(('sk_' + 'live' + '_', 'gh' + 'p_', 'xo' + 'xb-', 'AK' + 'IA', 'gl' + 'pat-', 'np' + 'm_'))
        return self._keep('token', form + self._mixed(30 if form != 'AK' + 'IA' else 16))

    def sixteen(self):
        """As short as what looks random may be."""
        return self._keep('sixteen', self._mixed(16))

    def lower(self):
        """A digest, or a key without upper case."""
        return self._keep('lower', self._letters(32, '0123456789abcdef'))

    def number(self):
        return self._keep('number', self.rng.choice('123456789') + self._letters(23, string.digits))

    def padded(self):
        """Base64 with its signs, as it comes out of a generator of keys."""
        return self._keep('padded', base64.b64encode(self.rng.randbytes(32)).decode())

    def _invented(self):
        """A word that no text has, of eight letters as words have them."""
        while True:
            word = ''.join(self.rng.choice('bdfklmnprstv') + self.rng.choice('aeiou') for _ in range(4))
            if 'todo' not in word:   # what stands for a value that is to come
                return word

    def wordy(self):
        """A password of words, which nothing but its name tells; invented ones, so that no other text has them."""
        words = [word.title() for word in [self._invented(), self._invented()]]
        return self._keep('wordy', self.rng.choice(['', '-', '_', '!']).join(words) + self.rng.choice(['', '7', '2019!', '#']))

    def phrase(self):
        return self._keep('phrase', ' '.join(self._invented() for _ in range(3)))

    def camel(self):
        """A chosen key of three words and a number, as names of variables are written."""
        first, *rest = [self._invented() for _ in range(3)]
        return self._keep('camel', first + ''.join(word.title() for word in rest) + str(self.rng.randint(10, 99)))

    def kebab(self):
        return self._keep('kebab', '-'.join(self._invented() for _ in range(4)))

    def title(self):
        """Two words and a number."""
        return self._keep('title', f'{self._invented().title()} {self._invented().title()} {self.rng.randint(1000, 9999)}')

    def spaced(self):
        return self._keep('spaced', ' '.join(self._invented() for _ in range(4)) + f' {self.rng.randint(100, 999)}')

    def dotted(self):
        return self._keep('dotted', f'{self._invented()}{self.rng.choice("._")}{self.rng.randint(10000, 99999)}')

    def glued(self):
        """Letters alone."""
        return self._keep('glued', self._invented() + self._invented())

    def numbered(self):
        return self._keep('numbered', self._invented().title() + str(self.rng.randint(10, 99)))

    def hexes(self):
        """A text as the bytes of UTF-16 in a registry file."""
        return self._keep('hexes', ','.join(f'{byte:02x}' for byte in self._mixed(9).encode('utf-16-le')))

    def armor(self):
        """A private key as PEM writes it: four lines, each of them a secret."""
        lines = [self._keep('PEM line', self._letters(64, ALNUM + '+/')) for _ in range(3)] + [self._keep('PEM line', self._letters(22, ALNUM + '+/') + '==')]
        return '\n'.join(['-----BEGIN RSA PRI' + 'VATE KEY-----', *lines, '-----END RSA PRI' + 'VATE KEY-----'])

    def any(self):
        """One kind after the other, so that each language gets each of them."""
        self.turn += 1
        return getattr(self, self.ROTATION[self.turn % len(self.ROTATION)])()

    def unescaped(self):
        """A key that no syntax has to escape, for places where quoting is not the question."""
        self.turn += 1
        return getattr(self, ('chosen', 'short', 'generated')[self.turn % 3])()

    def halves(self, text):
        cut = self.rng.randint(len(text) // 3, 2 * len(text) // 3)
        return text[:cut], text[cut:]

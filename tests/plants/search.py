"""Finds pieces of planted values in outputs, whatever the encoding, in one pass over each different word.

A word ends at blanks, quotes and brackets; each value has eight letters and digits in a row, so that none is shown unseen.
"""
import base64
import binascii
import html
import re
import urllib.parse

PIECE = 8             # characters of a value that must not stand together anywhere
BASE64_PIECE = 11     # as many characters of base64 as eight bytes take, rounded up
HEX_PIECE = 2 * PIECE
DIGEST = re.compile(r'[0-9a-f]{12,}')   # ids of findings and digests of rules look so, too
WORD = re.compile(r'[^\s"{}\[\],()|]{%d,}' % PIECE)
ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))')


def _grams(text, size):
    return (text[i:i + size] for i in range(len(text) - size + 1))


def _unescape(match):
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else match.group(3)


class Search:
    def __init__(self, secrets):
        self.pieces = {}
        self.encoded = {}
        self.known = {}
        for secret in secrets:
            text = secret.hidden.casefold()
            for way, form in (('as it is', text), ('reversed', text[::-1])):
                for gram in _grams(form, PIECE):
                    self.pieces.setdefault(gram, (secret, way, form))
            raw = secret.hidden.encode()
            for lead in range(3):   # a piece of base64 depends on where in its triple the value begins
                form = base64.b64encode(b'\0' * lead + raw).decode().rstrip('=')
                form = form[(0, 2, 3)[lead]:len(form) - 1]
                for gram in _grams(form, BASE64_PIECE):
                    self.encoded.setdefault(gram, (secret, 'base64', form))
            form = binascii.hexlify(raw).decode()
            for gram in _grams(form, HEX_PIECE):
                self.encoded.setdefault(gram, (secret, 'hex', form))

    def _look(self, word, found):
        folded = word.casefold()
        digests = None
        for i in range(len(folded) - PIECE + 1):
            hit = self.pieces.get(folded[i:i + PIECE])
            if not hit:
                continue
            # Eight hex digits of a digest can be those of a key by accident; twelve cannot.
            if digests is None:
                digests = [m.span() for m in DIGEST.finditer(word)]
            if any(begin <= i and i + PIECE <= end and not any(word[j:j + 12].casefold() in hit[2]
                                                               for j in range(max(begin, i - 4), min(i, end - 12) + 1))
                   for begin, end in digests):
                continue
            found.setdefault(id(hit[0]), (hit[0], hit[1]))
        for size, text in ((BASE64_PIECE, word), (HEX_PIECE, folded)):
            for i in range(len(text) - size + 1):
                hit = self.encoded.get(text[i:i + size])
                if hit:
                    found.setdefault(id(hit[0]), (hit[0], hit[1]))

    def _word(self, word):
        found = {}
        forms = {word}
        for _ in range(2):   # JSON inside HTML, HTML inside JSON
            for form in list(forms):
                if '\\' in form:
                    forms.add(ESCAPE.sub(_unescape, form))
                if '&' in form:
                    forms.add(html.unescape(form))
                if '%' in form:
                    forms.add(urllib.parse.unquote(form))
        for form in forms:
            self._look(form, found)
        return list(found.values())

    def find(self, text):
        """The secrets of which a piece stands in the text: (secret, how it is written, the word)."""
        answer = {}
        for word in set(WORD.findall(text)):
            hits = self.known.get(word)
            if hits is None:
                hits = self.known[word] = self._word(word)
            for secret, way in hits:
                answer.setdefault(id(secret), (secret, way, word))
        return list(answer.values())

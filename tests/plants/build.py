"""Builds the tree: one file for every few cases of a language, for every row of settings, and those that other systems write."""
import base64
import io
import os
import re
import struct
import tarfile
import zipfile
import zlib

from . import cases, forms, languages, places, settings, values  # noqa: F401


class Plant:
    """One file: what was planted in it, and what a report must still show of it."""

    def __init__(self, case, language, path, text):
        self.case, self.language, self.path, self.text = case, language, path, text
        self.uses = []      # (line, what must be found there)
        self.context = []   # ordinary words that must be shown, in no other file
        self.named = []     # ordinary words that must be shown in its findings
        self.archive = ''


def host_of(number):
    return f'{100 + number % 900}-CRM-{100 + number // 900}.mktoapi.com'


def indent(text, pad):
    return '\n'.join(pad + line if line and not line.startswith('=') and line not in ('XML', "'@") else line for line in text.split('\n'))


class Builder:
    def __init__(self, rng):
        self.values = values.Values(rng)
        self.plants = []
        self.number = 0

    def _begin(self):
        self.number += 1
        return host_of(self.number), f'{self.number:04d}', f'ann.{self.number:04d}@example.com'

    def programs(self, language):
        """All cases of a language: three in a file, around its two uses, in another order in each run."""
        self.values.plain = bool(language.get('plain'))
        self.values.template = '%>' in ''.join(language['close'])
        body = [case for case in cases.CASES if case[1] == 'body']
        control, body = body[0], body[1:]
        self.values.rng.shuffle(body)
        body = [case for case in body if self._possible(language, case)]
        around = [case for case in cases.CASES if case[1] == 'class' and self._possible(language, case)]
        calls = [case for case in cases.CASES if case[1] == 'call' and self._possible(language, case)]
        addresses = [case for case in cases.CASES if case[1] == 'address']
        self.program(language, [control])
        for i in range(0, len(body), 3):
            self.program(language, body[i:i + 3])
        inline = [case for case in cases.CASES if case[1] == 'inline' and self._possible(language, case)]
        self.values.rng.shuffle(inline)
        self.program(language, inline)
        for i in range(0, len(around), 2):
            self.program(language, around[i:i + 2])
        for i in range(max(len(calls), len(addresses))):
            self.program(language, calls[i:i + 1] + addresses[i:i + 1])

    def _possible(self, language, case):
        begin = len(self.values.made)
        try:
            case[2](cases.Context(language, self.values, '0'))
            return True
        except cases.Missing:
            return False
        finally:
            del self.values.made[begin:]

    def program(self, language, some, folder='', change=''):
        """One file with up to three cases; `change` is a word for how the file is encoded."""
        host, key, mail = self._begin()
        name = language['name'] + change
        path = f"{folder or language['name']}/{key}{language['file']}"
        url = f'https://{host}/soap/mktows/2_9?WSDL'
        context = cases.Context(language, self.values, key)
        body, around, inline, extra = [], [], [], ''
        for case, place, make in some:
            begin = len(self.values.made)
            text = make(context)
            if place == 'call':
                extra = language['x'].replace('{v}', text)
            elif place == 'address':
                url = text
            else:
                {'body': body, 'class': around, 'inline': inline}[place].append(text)
            for secret in self.values.made[begin:]:
                secret.case = (case, name, path)
        at_address, at_call = (inline + ['', ''])[:2]
        before, between, after = (body + ['', '', ''])[:3]
        outside, behind = (around + ['', ''])[:2]

        def fill(text):
            return (text.replace('{C}', 'Crm' + key).replace('{K}', key).replace('{U}', url).replace('{M}', mail)
                    .replace('{HOST}', host).replace('{X}', extra if '{X}' in language['call'] else '{X}'))

        end_function, end_class = language['close']
        lines, uses = [], []
        for text, use in [(line, '') for line in language['open'][:2]] + [(outside, ''), (language['open'][2], ''), (before, ''), (language['address'] + at_address, 'address'),
                         (between, ''), (language['call'] + at_call, 'getLead'), (after, ''), (end_function, ''), (behind, ''), (end_class, '')]:
            if use:
                uses.append((len(lines) + 1, use))
            if text:
                lines += indent(fill(text), '    ' if use or text in body else '').split('\n')
        plant = Plant(', '.join(case[0] for case in some), name, path, '\n'.join(lines) + '\n')
        plant.uses = uses
        plant.context = [host, mail, 'crm' + key]
        plant.named = ['getLead', 'EMAIL']
        self.plants.append(plant)
        return plant

    def _text(self, text, escape, host, key):
        url = f'https://{host}/soap/mktows/2_9?WSDL'

        def value(match):
            kind = match.group(1)
            if kind == 'base64':
                return base64.b64encode(('acme:' + self.values.chosen()).encode()).decode()
            return escape(getattr(self.values, kind)())

        return re.sub(r'<<(\w+)>>', value, text).replace('{U}', url).replace('{K}', key).replace('{!}', '')

    def _plain_file(self, case, name, path, escape, text):
        host, key, _ = self._begin()
        begin = len(self.values.made)
        plant = Plant(case, name, path, self._text(text, escape, host, key))
        mark = '{!}' if '{!}' in text else '{U}'
        plant.uses = [(next(i for i, line in enumerate(text.split('\n')) if mark in line) + 1, 'address')]
        plant.context = [host] if mark == '{U}' else []
        self.plants.append(plant)
        for secret in self.values.made[begin:]:
            secret.case = (case, name, path)
        return plant

    def settings(self, case, path, escape, text, folder='settings', change=''):
        self.values.plain = self.values.template = False
        return self._plain_file(case, os.path.basename(path) + change, f'{folder}/{self.number + 1:04d}/{path}', escape, text)

    def binary(self, path):
        """The texts of compiled code, which is one finding wherever they stand."""
        host, key, _ = self._begin()
        begin = len(self.values.made)
        texts = [f'https://{host}/soap/mktows/2_9?WSDL', 'http://www.marketo.com/mktows/', self.values.user(), self.values.generated(), self.values.chosen(),
                 'secretKey=' + self.values.short(), f'<encryptionKey>{self.values.unescaped()}</encryptionKey>', 'encryptionKey', self.values.short(),
                 f'https://crm:{self.values.password()}@{host}/soap/mktows/2_9?WSDL&secretKey={self.values.short()}']
        plant = Plant('texts of compiled code', os.path.basename(path), path, '')
        plant.archive = path
        self.plants.append(plant)
        for secret in self.values.made[begin:]:
            secret.case = (plant.case, plant.language, path)
        return texts

    def across(self, case, language, escape, files):
        folder = f'across/{self.number + 1:04d}'
        for name, text in files.items():
            self._plain_file('across files: ' + case, language, f'{folder}/{name}', escape, text)

# Files as other systems write them: (name, how the text becomes bytes).
ENCODINGS = [
    ('crlf', lambda t: t.replace('\n', '\r\n').encode()),
    ('bom', lambda t: b'\xef\xbb\xbf' + t.encode()),
    ('utf-16le', lambda t: b'\xff\xfe' + t.encode('utf-16-le')),
    ('utf-16be', lambda t: b'\xfe\xff' + t.encode('utf-16-be')),
    ('latin-1', lambda t: t.encode('latin-1')),
]
ENCODED = ['php', 'java', 'csharp', 'python', 'javascript', 'vb6']
ENCODED_CASES = ['constant', 'comment with a name', 'concatenation of a generated key over lines']
ENCODED_SETTINGS = {('dotted keys', 'crm.properties'), ('beside user id without a name', 'crm.properties'), ('nested keys', 'crm.yml'), ('elements', 'crm.xml'),
                    ('nested objects', 'crm.json'), ('ini', 'crm.ini')}

PACKED_SETTINGS = ENCODED_SETTINGS | {('notebook', 'crm.ipynb'), ('cells of a notebook', 'crm.ipynb'), ('passwords of words', '.env'), ('package.json', 'package.json'),
                                      ('requirements', 'requirements.txt'), ('web.config', 'web.config')}


def phar(members):
    """A phar as PHP writes it, without compression or signature."""
    entries = contents = b''
    for name, data in members:
        name = name.encode()
        entries += struct.pack('<I', len(name)) + name + struct.pack('<IIIIII', len(data), 0, len(data), zlib.crc32(data), 0o644, 0)
        contents += data
    manifest = struct.pack('<IHII', len(members), 0x1011, 0, 0) + struct.pack('<I', 0) + entries
    return b'<?php __HALT_COMPILER(); ?>\r\n' + struct.pack('<I', len(manifest)) + manifest + contents


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def tarred(members, mode='w'):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def nested(members):
    """An archive in an archive, of another kind."""
    return zipped([('lib/inner.tar', tarred(members))])


def class_file(name, texts):
    """A Java class without code, which holds these texts as constants."""
    def utf8(text):
        data = text.encode()
        return b'\x01' + struct.pack('>H', len(data)) + data
    pool = [utf8(name), b'\x07\0\1', utf8('java/lang/Object'), b'\x07\0\3']
    for text in texts:
        pool += [utf8(text), b'\x08' + struct.pack('>H', len(pool) + 1)]
    return b'\xca\xfe\xba\xbe\0\0\0\x32' + struct.pack('>H', len(pool) + 1) + b''.join(pool) + struct.pack('>HHHHHHH', 0x21, 2, 4, 0, 0, 0, 0)


def library(texts):
    """Bytes of a Windows library: the texts in UTF-16 as .NET keeps them, and as they are."""
    return b'MZ\x90\0' + b'\0' * 60 + b'PE\0\0' + b''.join(b'\0\x01' + t.encode('utf-16-le') + b'\0\0' for t in texts) + b'\0\0' + b'\0'.join(t.encode() for t in texts) + b'\0'


PACKS = [   # file, how its members become one, the languages of its programs
    ('app.zip', zipped, ('php', 'java', 'javascript')),
    ('app.jar', zipped, ('java', 'kotlin', 'javascript')),
    ('app.phar', phar, ('php', 'java', 'javascript')),
    ('app.tar', tarred, ('php', 'python', 'bash')),
    ('app.tar.gz', lambda members: tarred(members, 'w:gz'), ('ruby', 'perl', 'go')),
    ('Crm.1.0.0.nupkg', zipped, ('csharp', 'vbnet', 'powershell')),
    ('app.war', nested, ('java', 'jsp', 'javascript')),
]


def build(rng, root, only, part=1):
    """`part`: one file of so many, with what belongs to it; archives are whole."""
    builder = Builder(rng)
    for language in languages.LANGUAGES:
        builder.programs(language)
    for row in settings.SETTINGS:
        builder.settings(*row)
    for row in places.PLACES:
        builder.settings(*row, folder='places')
    for row in settings.ACROSS:
        builder.across(*row)
    written = {plant.path: plant.text.encode() for plant in builder.plants}
    by_name = {language['name']: language for language in languages.LANGUAGES}
    by_case = {case[0]: case for case in cases.CASES}
    for change, encode in ENCODINGS:
        for language in ENCODED:
            plant = builder.program(by_name[language], [by_case[case] for case in ENCODED_CASES], folder='encoded', change=' ' + change)
            written[plant.path] = encode(plant.text)
        for row in settings.SETTINGS:
            if (row[0], row[1]) in ENCODED_SETTINGS and change != 'latin-1':   # values may hold what latin-1 has not
                plant = builder.settings(*row, folder='encoded', change=' ' + change)
                written[plant.path] = encode(plant.text)
    for file, pack, programs in PACKS:
        members = []
        for language in programs:
            members.append(builder.program(by_name[language], [by_case[case] for case in ENCODED_CASES], folder='archives/' + file, change=' in ' + file))
        for row in settings.SETTINGS:
            if (row[0], row[1]) in PACKED_SETTINGS:
                members.append(builder.settings(*row, folder='archives/' + file, change=' in ' + file))
        written['archives/' + file] = pack([(plant.path, plant.text.encode()) for plant in members])
        for plant in members:
            plant.archive = 'archives/' + file
    for path, make in (('binaries/Crm.class', lambda t: class_file('acme/Crm', t)), ('binaries/Crm.dll', library),
                       ('binaries/crm.jar', lambda t: zipped([('acme/Crm.class', class_file('acme/Crm', t))]))):
        written[path] = make(builder.binary(path))
    if part > 1:
        groups = {}   # files that belong together, in order
        for path in written:
            groups.setdefault(path.rsplit('/', 1)[0] if path.startswith('across/') else path, len(groups))
        kept = {path for path in written if path.startswith(('archives/', 'binaries/')) or not groups.get(path, groups.get(path.rsplit('/', 1)[0], 0)) % part}
        written = {path: data for path, data in written.items() if path in kept}
        builder.plants = [plant for plant in builder.plants if plant.archive or plant.path in kept]
    if only:
        builder.plants = [p for p in builder.plants if only in (p.archive or p.path)]
        written = {path: data for path, data in written.items() if only in path}
    for path, data in written.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), 'wb') as file:
            file.write(data)
    return builder

"""An honest zero: "nothing found" is said only of what was read.

Trees that stand for more than they hold (a clone without a checkout, a pointer in the place of a file, a damaged archive,
a pattern that matches nothing ...) are incomplete, name what was not read, fail with --strict, and say so before anything
else in every format. A tree from which nothing was read at all is an error. What is read anyway, and what the program wrote
itself, is no gap.
"""
import base64
import bz2
import csv
import gzip
import io
import json
import lzma
import os
import py_compile
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib

UNSOAP = os.path.abspath(sys.argv[1])
ENV = dict(os.environ, GIT_CONFIG_GLOBAL='/dev/null', GIT_CONFIG_NOSYSTEM='1', GIT_AUTHOR_NAME='n', GIT_AUTHOR_EMAIL='e@example.org',
           GIT_COMMITTER_NAME='n', GIT_COMMITTER_EMAIL='e@example.org', GIT_ALLOW_PROTOCOL='file')
WSDL = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL'
USE = f"""<?php
class Shop {{
  private $client;
  function __construct() {{ $this->client = new SoapClient('{WSDL}'); }}
  function tags() {{ return $this->client->getTags(); }}
}}
"""
FORMATS = {'json': 'r.json', 'jsonl': 'r.jsonl', 'sarif': 'r.sarif', 'html': 'r.html', 'markdown': 'r.md', 'junit': 'r.xml',
           'checkstyle': 'c.xml', 'csv': 'r.csv', 'gitlab': 'g.json', 'sonar': 's.json', 'rdjson': 'd.json', 'github': 'r.log',
           'text': 'r.txt'}
problems = []


def check(condition, what):
    if not condition:
        problems.append(what)


def write(path, content, mode='w'):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, mode if isinstance(content, str) else 'wb') as file:
        file.write(content)


def git(where, *arguments):
    subprocess.run(['git', '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', *arguments], cwd=where, env=ENV,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(*arguments, cwd=None):
    return subprocess.run([UNSOAP, *arguments], cwd=cwd, env=ENV, capture_output=True, text=True, errors='replace')


def scan(where, *flags):
    done = run('scan', '--no-config', '-q', '-f', 'json', *flags, where)
    try:
        return done, json.loads(done.stdout)
    except ValueError:
        return done, None


def names(report):
    return {row['path']: row['reason'] for row in report['coverage']['not_read']}


def incomplete(name, where, path, reason, *flags, findings=0):
    """Something was read, and `path` was not, for a reason that begins with `reason`."""
    done, report = scan(where, *flags)
    if report is None:
        problems.append(f'{name}: no report, status {done.returncode}: {done.stderr}')
        return None
    coverage = report['coverage']
    check(names(report).get(path, '').startswith(reason), f'{name}: {path} is not named: {coverage["not_read"]}')
    check(report['complete'] is False, f'{name}: complete')
    check(coverage['files_not_read'] == len(coverage['not_read']) + coverage.get('not_read_more', 0), f'{name}: not counted')
    check(coverage['files_found'] == coverage['files_parsed'] + coverage['files_text_only'] + coverage['files_dropped_by_prefilter'] +
          coverage['files_not_read'], f'{name}: the receipt does not add up: {coverage}')
    check('not read' in report['verdict'][:80] and not report['verdict'].startswith('No dependence'),
          f'{name}: the verdict begins with {report["verdict"][:60]}')
    check(len(report['findings']) == findings, f'{name}: {len(report["findings"])} findings')
    strict = run('scan', '--no-config', '-q', '--strict', '--fail-on', 'never', '-f', 'json', *flags, where)
    check(strict.returncode == 3, f'{name}: status {strict.returncode} with --strict')
    return report


def nothing_read(name, where, words, *flags):
    for strict in ([], ['--strict'], ['--exit-zero']):
        done = run('scan', '--no-config', *strict, *flags, where)
        check(done.returncode == 2, f'{name}: status {done.returncode}')
        check(words in done.stderr, f'{name}: {done.stderr}')
        check('hint' in done.stderr or 'help' in done.stderr, f'{name}: nothing is said about what to do')


def complete(name, where, *flags, findings=0):
    done, report = scan(where, *flags)
    if report is None:
        problems.append(f'{name}: no report, status {done.returncode}: {done.stderr}')
        return None
    check(report['complete'] is True, f'{name}: incomplete: {report["coverage"]}')
    check(not report['coverage']['not_read'], f'{name}: {report["coverage"]["not_read"]}')
    check(len(report['findings']) == findings, f'{name}: {len(report["findings"])} findings')
    return report


def repositories(top):
    work = os.path.join(top, 'work')
    write(f'{work}/src/Shop.php', USE)
    write(f'{work}/readme.txt', 'x\n')
    git(top, 'init', '-q', 'work')
    git(work, 'add', '-A')
    git(work, 'commit', '-qm', 'x')
    plain = len(scan(work)[1]['findings'])
    complete('a whole checkout', work, findings=plain)

    git(top, 'clone', '-q', '--bare', 'work', 'bare.git')
    nothing_read('bare clone', f'{top}/bare.git', '--git-dir reads them there')
    git(top, 'clone', '-q', '--mirror', 'work', 'mirror.git')
    nothing_read('mirror clone', f'{top}/mirror.git', 'bare repository')
    git(top, 'clone', '-q', '--no-checkout', 'work', 'empty')
    nothing_read('no checkout', f'{top}/empty', 'git checkout')
    write(f'{top}/empty/built.txt', 'x\n')
    incomplete('no checkout, and a file', f'{top}/empty', '.', 'not checked out')

    git(top, 'clone', '-q', '--no-checkout', 'work', 'sparse')
    git(f'{top}/sparse', 'sparse-checkout', 'set', '--no-cone', '/readme.txt')
    git(f'{top}/sparse', 'checkout', '-q')
    report = incomplete('sparse checkout', f'{top}/sparse', 'src/Shop.php', 'not checked out: a sparse checkout')
    check(report and report['coverage']['files_not_read'] == 1, 'sparse checkout: more than the one file')
    complete('sparse checkout without what was asked to be left out', f'{top}/sparse', '--exclude', 'src/')
    complete('sparse checkout of which only the rest is wanted', f'{top}/sparse', '--include', '*.txt')
    write(f'{top}/sparse/.unsoapignore', 'src/\n')
    complete('sparse checkout whose rules leave that out', f'{top}/sparse')

    git(top, 'clone', '-q', 'work', 'deleted')
    os.remove(f'{top}/deleted/src/Shop.php')
    incomplete('a file that was deleted', f'{top}/deleted', 'src/Shop.php', 'not checked out')
    write(f'{top}/deleted/src/other.txt', 'x\n')
    incomplete('a folder of a repository', f'{top}/deleted/src', 'Shop.php', 'not checked out')
    complete('another folder of it', f'{top}/deleted', '--exclude', 'src')
    git(f'{top}/deleted', 'rm', '-q', '--cached', 'src/Shop.php')
    complete('a file that was removed from the index, too', f'{top}/deleted')

    super_ = f'{top}/super'
    git(top, 'init', '-q', 'super')
    git(super_, 'submodule', '-q', 'add', f'{work}', 'lib')
    write(f'{super_}/a.txt', 'x\n')
    git(super_, 'add', '-A')
    git(super_, 'commit', '-qm', 's')
    git(top, 'clone', '-q', 'super', 'super2')
    incomplete('submodule not there', f'{top}/super2', 'lib', 'submodule not there')
    complete('submodule there', super_, findings=plain)
    os.remove(f'{super_}/lib/src/Shop.php')
    incomplete('a file of a submodule', super_, 'lib/src/Shop.php', 'not checked out')
    incomplete('a file of a submodule that is scanned alone', f'{super_}/lib', 'src/Shop.php', 'not checked out')
    archive = f'{top}/unpacked'
    write(f'{archive}/.gitmodules', '[submodule "lib"]\n\tpath = lib\n\turl = ../work\n')
    os.makedirs(f'{archive}/lib')
    incomplete('submodule of an unpacked archive', archive, 'lib', 'submodule not there')
    write(f'{archive}/lib/a.txt', 'x\n')
    complete('submodule that was unpacked, too', archive)

    git(work, 'worktree', 'add', '-q', '--no-checkout', '--detach', f'{top}/tree')
    write(f'{top}/tree/a.txt', 'x\n')
    incomplete('a worktree without checkout', f'{top}/tree', '.', 'not checked out')
    git(f'{top}/tree', 'checkout', '-q', '--detach')
    complete('a worktree', f'{top}/tree', findings=plain)

    write(f'{top}/inner/a.txt', 'x\n')
    git(top, 'clone', '-q', '--bare', 'work', 'inner/store.git')
    incomplete('a bare repository in a tree', f'{top}/inner', 'store.git', 'bare repository')
    write(f'{top}/inner/store.git/hidden.php', USE)
    incomplete('code in a bare repository', f'{top}/inner', 'store.git', 'bare repository', findings=plain)

    git(top, 'init', '-q', 'fresh')
    write(f'{top}/fresh/Shop.php', USE)
    complete('a repository without a commit', f'{top}/fresh', findings=plain)
    write(f'{top}/foreign/.git', f'gitdir: {work}/.git\n')
    write(f'{top}/foreign/a.txt', 'x\n')
    complete('a pointer to a repository that does not point back', f'{top}/foreign')
    write(f'{top}/torn/.git/HEAD', 'ref: refs/heads/main\n')
    write(f'{top}/torn/.git/index', 'DIRC' + 'x' * 40)
    write(f'{top}/torn/a.txt', 'x\n')
    incomplete('an index that is damaged', f'{top}/torn', '.', 'not checked out: the git index cannot be read')
    os.remove(f'{top}/torn/.git/index')
    os.mkfifo(f'{top}/torn/.git/index')
    incomplete('an index that is a pipe', f'{top}/torn', '.', 'not checked out: the git index cannot be read')
    return plain


def sealed_files(top, plain):
    """What is encrypted or encoded as a whole is not read; what speaks of it is."""
    noise = ''.join(f'{i * 7919 % 65536:04x}' for i in range(2000))
    for name, text, word in (
            ('crypt.php', '\0GITCRYPT\0' + noise, "encrypted: 'git-crypt"), ('vault.yml', '$ANSIBLE_VAULT;1.1;AES256\n' + noise, "encrypted: 'ansible-vault"),
            ('env.asc', '-----BEGIN PGP MESSAGE-----\n\n' + noise, "encrypted: 'gpg"), ('env.age', 'age-encryption.org/v1\n-> X25519 ' + noise, "encrypted: 'age"),
            ('env', '-----BEGIN AGE ENCRYPTED FILE-----\n' + noise, "encrypted: 'age"), ('zend.php', '<?php @Zend;\n3074;\n' + noise, 'encoded: only the loader of Zend Guard'),
            ('cube.php', '<?php //00ab1\nif(!extension_loaded("x")){exit;}\n?>\nHR+cP' + noise, 'encoded: only the loader of ionCube'),
            ('keys.enc', 'Salted__' + noise, "encrypted: 'openssl"), ('crm.bundle', '# v2 git bundle\n' + noise, "a packed repository: 'git clone"),
            ('crm3.bundle', '# v3 git bundle\n@object-format=sha1\n' + noise, "a packed repository: 'git clone"),
            ('pack-1.pack', 'PACK\0\0\0\2' + noise, 'a packed repository: scan it by its folder'), ('crm.hg', 'HG20\0\0' + noise, "a packed repository: 'hg clone"),
            ('guard.php', "<?php if(!function_exists('sg_load')){exit;}\nreturn sg_load('" + noise + "');", 'encoded: only the loader of SourceGuardian')):
        write(f'{top}/{name}', text)
        incomplete(f'sealed: {name}', top, name, word, findings=plain)
        os.remove(f'{top}/{name}')
    write(f'{top}/check.php', "<?php if (!function_exists('sg_load') || !extension_loaded('ionCube Loader')) exit; // HR+c @Zend;\n")
    write(f'{top}/notes.md', 'A vault begins with $ANSIBLE_VAULT;1.1;AES256, a message with -----BEGIN PGP MESSAGE-----\n')
    write(f'{top}/PACKING.txt', 'PACK the boxes\n# v2 git bundle\nHG20\n')
    write(f'{top}/key.asc', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n')
    complete('texts about what is sealed', top, findings=plain)
    for name in ('check.php', 'notes.md', 'PACKING.txt', 'key.asc'):
        os.remove(f'{top}/{name}')


def opaque_files(top, plain):
    """What is packed or encrypted in a way that is not read here counts, whatever its name; media and programs do not."""
    random.seed(7)
    noise = bytes(random.randrange(256) for _ in range(3000))
    cfb = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(16) + noise
    pe = b'MZ' + bytes(200) + noise
    cdrom = bytes(32769) + b'CD001\1' + bytes(16000) + noise
    for name, content, word in (
            ('a.iso', cdrom, 'damaged'), ('a.img', cdrom, 'damaged'), ('disk.iso', noise, 'damaged: its name'),
            ('a.dmg', noise + b'koly\0\0\0\4\0\0\2\0' + bytes(500), 'a disk image'), ('a.vhd', noise + b'conectix' + bytes(504), 'a disk image'),
            ('a.qcow2', b'QFI\xfb\0\0\0\3' + noise, 'a disk image'), ('a.vmdk', b'KDMV\1\0\0\0' + noise, 'a disk image'),
            ('a.wim', b'MSWIM\0\0\0' + noise, 'a disk image'), ('a.sqsh', b'hsqs' + noise, 'a disk image'),
            ('setup.msi', cfb, 'an installer'), ('patch.bin', cfb + b'\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46', 'an installer'),
            ('setup.exe', pe + b'\xef\xbe\xad\xdeNullsoftInst' + noise, 'an installer'), ('inno.exe', pe + b'Inno Setup Setup Data (5.5.7)' + noise, 'an installer'),
            ('data1.cab', b'ISc(' + noise, 'an installer'), ('a.cab', b'MSCF\0\0\0\0' + noise, 'damaged'), ('a.rpm', b'\xed\xab\xee\xdb\3\0' + bytes(90) + noise, 'damaged'),
            ('a.deb', b'!<arch>\ndebian-binary   ' + noise, 'damaged'), ('a.rar', b'Rar!\x1a\x07\1\0' + noise, 'damaged'), ('a.lz4', b'\x04\x22\x4d\x18' + noise, 'damaged'),
            ('a.js.br', noise, "packed: 'brotli"), ('a.py.br', noise[40:300] + b'\0', "packed: 'brotli"), ('a.sql.lrz', b'LRZI\0\6' + noise, "packed: 'lrzip"),
            ('a.sql.lzo', b'\x89LZO\0\r\n\x1a\n' + noise, "packed: 'lzop"), ('a.pkg', b'xar!\0\x1c\0\1' + noise, "packed: 'xar"), ('db.dump', b'PGDMP\1\x0e\0' + noise, "packed: 'pg_restore"),
            ('form.swf', b'ZWS\x0d' + noise, 'packed: unpack the Flash'), ('torn.swf', b'CWS\x0d\0\1\0\0' + noise, 'packed: unpack the Flash'),
            ('a.php.gpg', b'\x8c\x0d\x04\x09\x03\x02' + noise[:9] + b'\xd2\xc0\x8f\x01' + noise, "encrypted: 'gpg"), ('old.bin', b'\xa3\x01' + noise, None),
            ('a.pgp', b'\x85\x01\x0c\x03' + noise[:267] + b'\xd2\xea\x01' + noise, "encrypted: 'gpg"), ('b.pgp', b'\xc1\xc0\x4c\x03' + noise[:267] + b'\xc9\xff\0\0\4\0' + noise, "encrypted: 'gpg"),
            ('keys.gpg', b'\x99\x01\x0d\x04' + noise, None), ('a.sig', b'\x89\x01\x33\x04\0' + noise, None), ('a.env', b'U2FsdGVkX1' + b'8Zm9vYmFyYmF6' * 30, "encrypted: 'openssl"),
            ('a.aes', b'AES\2\0\0' + noise, "encrypted: 'aescrypt"), ('vim.php', b'VimCrypt~03!' + noise, 'encrypted'), ('disk.luks', b'LUKS\xba\xbe\0\1' + noise, "encrypted: 'cryptsetup"),
            ('old.hg', b'HG10BZ' + noise, 'a packed repository'),
            ('x.zip.002', noise, 'a part of an archive'), ('x.7z.003', noise, 'a part of an archive'), ('x.tar.gz.ab', noise, 'a part of an archive'), ('x.z01', noise, 'a part of an archive'),
            ('x.r00', noise, 'a part of an archive'), ('x.tgz.partaa', noise, 'a part of an archive'), ('x.tar.xz.01', noise, 'a part of an archive'),
            ('notes.r00', b'Release 0 of the tools.\n' * 30, None), ('x.zip.old', noise, None), ('page.html.br', b'<br>\n' * 90, None), ('libx.a', b'!<arch>\nx.o/            ' + noise, None),
            ('a.mp4', b'\0\0\0\x20ftypisom' + noise, None), ('a.ttf', b'\0\1\0\0\0\x0f' + noise, None), ('a.exe', pe, None), ('a.ico', b'\0\0\1\0\1\0' + noise, None), ('a.psd', b'8BPS\0\1' + noise, None)):
        write(f'{top}/{name}', content)
        if word is None:
            complete(f'nothing sealed: {name}', top, findings=plain)
        else:
            incomplete(f'opaque: {name}', top, name, word, findings=plain)
        os.remove(f'{top}/{name}')
    with zipfile.ZipFile(f'{top}/all.zip', 'w') as archive:
        archive.writestr('in/a.js.br', noise)
    incomplete('opaque, in an archive', top, 'all.zip!/in/a.js.br', "packed: 'brotli", findings=plain)
    os.remove(f'{top}/all.zip')
    for kind, packed in (('gz', gzip.compress(b'')), ('xz', lzma.compress(b'')), ('bz2', bz2.compress(b''))):
        write(f'{top}/empty.{kind}', packed)
        complete(f'nothing packed with {kind}', top, findings=plain)
        write(f'{top}/empty.{kind}', packed[:-9])
        incomplete(f'a cut {kind} of nothing', top, f'empty.{kind}', 'damaged', findings=plain)
        os.remove(f'{top}/empty.{kind}')


def containers(top, plain):
    """Documents and databases are searched as far as they show their text; those that name the service are named."""
    def pdf(text, filter=b'/FlateDecode'):
        body = zlib.compress(text) if filter else text
        return b'%PDF-1.4\n%\xe2\xe3\0\n4 0 obj\n<< /Length 9 /Filter ' + (filter or b'/None') + b' >>\nstream\n' + body + b'\nendstream\nendobj\ntrailer << >>\n%%EOF\n'
    cfb = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600)
    jet = b'\0\1\0\0Standard Jet DB\0' + bytes(600)
    script = 'soap = ' + WSDL
    word = 'a document that names the service'
    rows = 'a database that names the service'
    for name, content, reason, findings in (
            ('a.pdf', pdf(b'BT (' + script.encode() + b') Tj ET'), word, 0), ('b.pdf', pdf(b'BT [(https://123-ABC-456.mkto) -12 (api.com/soap/mkt) 3 (ows/3_1)] TJ ET'), word, 0),
            ('c.pdf', pdf(b'BT <' + script.encode().hex().encode() + b'> Tj ET'), word, 0), ('d.pdf', pdf(b'BT (a \\(see ' + WSDL.replace('/', '\\057').encode() + b'\\)) Tj ET'), word, 0),
            ('e.pdf', pdf(b'<< /Title <feff' + script.encode('utf-16-be').hex().encode() + b'> >>'), word, 0), ('none.pdf', pdf(b'BT (The summer market opens at noon.) Tj ET'), None, 0),
            ('image.pdf', pdf(os.urandom(900)), None, 0),
            ('a.doc', cfb + script.encode('utf-16-le') + bytes(9), word, 0), ('a.xls', cfb + script.encode() + bytes(9), word, 1), ('none.xls', cfb + b'The summer market', None, 0),
            ('a.msg', cfb + b'\1' + script.encode('utf-16-le') + bytes(9), word, 0),
            ('a.mdb', jet + script.encode('utf-16-le') + bytes(9), rows, 0), ('a.accdb', jet.replace(b'Jet', b'ACE') + script.encode() + bytes(9), rows, 1), ('none.mdb', jet, None, 0),
            ('a.db', bytes(12) + b'\x62\x31\x05\0' + bytes(600) + script.encode() + bytes(9), rows, 1), ('a.mdf', b'\1\x0f\0\0\x08\1' + bytes(600) + script.encode('utf-16-le') + bytes(9), rows, 0),
            ('data.mdb', bytes(16) + b'\xde\xc0\xef\xbe' + bytes(range(32)) * 20 + script.encode() + bytes(9), rows, 1)):
        write(f'{top}/{name}', content)
        more = len(scan(top)[1]['findings']) - plain
        check(more <= findings, f'{name}: {more} findings')
        if reason is None:
            complete(f'container: {name}', top, findings=plain + more)
        else:
            incomplete(f'container: {name}', top, name, reason, findings=plain + more)
        os.remove(f'{top}/{name}')
    for name, statement in (('flows.sqlite', 'insert into t values (1, ?)'), ('other.db', None)):
        base = sqlite3.connect(f'{top}/{name}')
        base.execute('create table t (id integer, script text)')
        if statement:
            base.execute(statement, (USE,))
        base.commit()
        base.close()
        if statement:
            more = len(scan(top)[1]['findings']) - plain
            incomplete('rows with scripts', top, name, rows, findings=plain + more)
            with zipfile.ZipFile(f'{top}/data.zip', 'w') as archive:
                archive.write(f'{top}/{name}', name)
            os.remove(f'{top}/{name}')
            more = len(scan(top)[1]['findings']) - plain
            incomplete('rows with scripts, packed', top, f'data.zip!/{name}', rows, findings=plain + more)
            os.remove(f'{top}/data.zip')
        else:
            complete('rows without', top, findings=plain)
            os.remove(f'{top}/{name}')
    # Packed, and read all the same.
    use = f'x = new SoapClient("{WSDL}"); x.getTags();'.encode()
    write(f'{top}/form.swf', b'CWS\x09' + struct.pack('<I', 8 + len(use)) + zlib.compress(use))
    report = complete('a packed Flash file', top, findings=plain + 1)
    check(report and any(f['location']['path'] == 'form.swf' for f in report['findings']), 'a packed Flash file: found')
    os.remove(f'{top}/form.swf')
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode='w:xz') as tar:
        info = tarfile.TarInfo('./usr/share/crm/Store.php')
        info.size = len(USE)
        tar.addfile(info, io.BytesIO(USE.encode()))
    members = b'!<arch>\n'
    for name, content in (('debian-binary', b'2.0\n'), ('control.tar.gz', gzip.compress(b'')), ('data.tar.xz', data.getvalue())):
        members += f'{name:<16}{0:<12}{0:<6}{0:<6}{"100644":<8}{len(content):<10}`\n'.encode() + content + b'\n' * (len(content) % 2)
    write(f'{top}/crm.deb', members)
    report = complete('a Debian package', top, findings=2 * plain)
    check(report and any(f['location']['path'] == 'crm.deb!/data.tar.xz!/usr/share/crm/Store.php' for f in report['findings']), 'a Debian package: where')
    os.remove(f'{top}/crm.deb')


def pointers_and_patterns(top, plain):
    lfs = 'version https://git-lfs.github.com/spec/v1\noid sha256:' + '7' * 64 + '\nsize 918273\n'
    write(f'{top}/client.jar', lfs)
    nothing_read('LFS pointer', top, 'git lfs pull')
    write(f'{top}/Shop.php', USE)
    write(f'{top}/big.php', lfs)
    write(f'{top}/about.txt', 'version https://git-lfs.github.com/spec/v1 is how a pointer begins\n')
    incomplete('LFS pointer of a jar', top, 'client.jar', 'git LFS pointer', findings=plain)
    incomplete('LFS pointer of source', top, 'big.php', 'git LFS pointer', findings=plain)
    write(f'{top}/annex.zip', '/annex/objects/SHA256E-s31--abc.zip\n')
    incomplete('git-annex pointer', top, 'annex.zip', 'git-annex pointer', findings=plain)
    for name in ('client.jar', 'big.php', 'annex.zip'):
        os.remove(f'{top}/{name}')
    complete('a text about pointers', top, findings=plain)
    sealed_files(top, plain)
    opaque_files(top, plain)
    containers(top, plain)
    with zipfile.ZipFile(f'{top}/a.zip', 'w') as archive:
        archive.writestr('lib/client.jar', lfs)
        archive.writestr('a.txt', 'x')
    incomplete('LFS pointer in an archive', top, 'a.zip!/lib/client.jar', 'git LFS pointer', findings=plain)
    incomplete('archives that are not opened', top, 'a.zip', 'archive: not opened', '--archives', '0', findings=plain)
    os.remove(f'{top}/a.zip')

    nothing_read('a pattern that matches nothing', top, 'nowhere/**', '--include', 'nowhere/**')
    nothing_read('-g', top, 'nowhere/**', '-g', 'nowhere/**')
    nothing_read('all is left out', top, '--exclude', '--exclude', '*')
    incomplete('one of two patterns', top, 'lib/**', 'no match', '--include', '*.php', '--include', 'lib/**', findings=plain)
    complete('patterns that cover each other', top, '--include', '*.php', '--include', 'Shop.*', '--include', '!x', findings=plain)
    write(f'{top}/.unsoap.yml', 'include: ["*.php", "gone/"]\n')
    done = run('scan', '-q', '--strict', '--fail-on', 'never', '-f', 'json', top)
    check(done.returncode == 3 and 'gone/' in names(json.loads(done.stdout)), 'a pattern of the configuration')
    os.remove(f'{top}/.unsoap.yml')
    write(f'{top}/.gitignore', '/*\n')
    git(top, 'init', '-q')
    nothing_read('ignore rules hide all', top, '--no-ignore')
    write(f'{top}/.gitignore', '/*\n!.gitignore\n')
    incomplete('ignore rules hide all but themselves', top, 'Shop.php', 'ignored: .gitignore:1')
    complete('ignore rules are not asked', top, '--no-ignore', findings=plain)


def unreadable(top, plain):
    write(f'{top}/a.txt', 'x\n')
    write(f'{top}/real/Shop.php', USE)
    os.symlink('real/Shop.php', f'{top}/again.php')
    os.symlink('real', f'{top}/folder')
    os.symlink('..', f'{top}/real/up')
    complete('links to what is read anyway', top, findings=plain)
    write(f'{top}/.unsoapignore', 'hidden/\n')
    write(f'{top}/hidden/Shop.php', USE)
    os.symlink('hidden/Shop.php', f'{top}/seen.php')
    incomplete('a link to what is not read', top, 'seen.php', 'link', findings=plain)
    os.remove(f'{top}/seen.php')
    os.symlink('/etc/hostname', f'{top}/out')
    incomplete('a link out of the root', top, 'out', 'outside root', findings=plain)
    os.remove(f'{top}/out')
    os.symlink('gone', f'{top}/dangling')
    incomplete('a link that leads nowhere', top, 'dangling', 'link: it leads nowhere', findings=plain)
    os.remove(f'{top}/dangling')
    if os.geteuid() == 0:
        # The superuser may read everything: scan as somebody else.
        demote = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    else:
        demote = []
    write(f'{top}/no.php', USE)
    write(f'{top}/closed/Shop.php', USE)
    os.chmod(f'{top}/no.php', 0)
    os.chmod(f'{top}/closed', 0)
    done = subprocess.run([*demote, UNSOAP, 'scan', '--no-config', '-q', '--strict', '--fail-on', 'never', '-f', 'json', top],
                          env=ENV, capture_output=True, text=True)
    os.chmod(f'{top}/closed', 0o755)
    check(done.returncode == 3, f'unreadable: status {done.returncode} {done.stderr}')
    if done.returncode == 3:
        not_read = names(json.loads(done.stdout))
        check(not_read.get('no.php', '').startswith('unreadable') and not_read.get('closed', '').startswith('unreadable'),
              f'unreadable: {not_read}')
    os.remove(f'{top}/no.php')


def phar(members, claims=None):
    manifest = b''
    data = b''
    for i, (name, content) in enumerate(members):
        size = claims[i] if claims else len(content)
        manifest += struct.pack('<I', len(name)) + name + struct.pack('<IIIIII', size, 0, size, 0, 0, 0)
        data += content
    body = struct.pack('<IHII', len(members), 0x1100, 0, 0) + struct.pack('<I', 0) + manifest
    return b'<?php __HALT_COMPILER(); ?>\n' + struct.pack('<I', len(body)) + body + data


def damaged(top, plain):
    write(f'{top}/Shop.php', USE)
    use = USE.replace('Shop', 'Store').replace('123-ABC', '321-CBA').encode()  # a copy would be folded into the other
    members = [(b'a.php', b'<?php echo 1;\n'), (b'Shop.php', use)]
    whole = phar(members)
    write(f'{top}/x.phar', whole)
    complete('a whole phar', top, findings=plain + 1)
    write(f'{top}/x.phar', whole[:-100])
    incomplete('a phar that was cut', top, 'x.phar!/Shop.php', 'damaged', findings=plain)
    write(f'{top}/x.phar', phar(members, [14, 0xfffffff0]))
    incomplete('a phar that lies', top, 'x.phar!/Shop.php', 'damaged', findings=plain)
    write(f'{top}/x.phar', whole[:60])
    incomplete('a phar without its manifest', top, 'x.phar', 'damaged', findings=plain)
    os.remove(f'{top}/x.phar')

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('a.txt', 'x' * 100)
        archive.writestr('Shop.php', USE)
    jar = packed.getvalue()
    write(f'{top}/x.zip', jar[:len(jar) // 2])
    incomplete('a zip that was cut', top, 'x.zip', 'damaged', findings=plain)
    os.remove(f'{top}/x.zip')
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, 'w') as archive:
        archive.writestr('lib/in.jar', jar[:len(jar) // 2])
        archive.writestr('b.txt', 'x')
    write(f'{top}/out.jar', outer.getvalue())
    incomplete('a jar in a jar that was cut', top, 'out.jar!/lib/in.jar', 'damaged', findings=plain)
    os.remove(f'{top}/out.jar')
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode='w') as archive:
        info = tarfile.TarInfo('Shop.php')
        info.size = len(use)
        archive.addfile(info, io.BytesIO(use))
    write(f'{top}/x.tar', tar.getvalue()[:600])
    report = incomplete('a tar that was cut', top, 'x.tar!/Shop.php', 'damaged', findings=plain)
    check(report is None or report['coverage']['files_not_read'] >= 1, 'a tar that was cut')
    os.remove(f'{top}/x.tar')
    compressed = subprocess.run(['gzip', '-nc'], input=os.urandom(5000), capture_output=True, check=True).stdout
    write(f'{top}/x.sql.gz', compressed[:3000])
    incomplete('a gz that was cut', top, 'x.sql.gz', 'damaged', findings=plain)
    os.remove(f'{top}/x.sql.gz')
    write(f'{top}/x.jar', b'\x01\x02\x00\x03' * 100)
    incomplete('a jar that is none', top, 'x.jar', 'damaged', findings=plain)
    os.remove(f'{top}/x.jar')

    wide = 'MZ'.encode() + b'\0' * 100 + b'some text of a program\0\1' * (72 << 20 >> 5)
    write(f'{top}/big.dll', wide + WSDL.encode() + b'\0')
    incomplete('a library that is not read to its end', top, 'big.dll', 'not read to its end', findings=plain + 1)
    os.remove(f'{top}/big.dll')


def padded(top, plain):
    use = USE.encode()
    texts = {'end.php': use + b'\0' * 10, 'much.php': use + b'\0' * 100000, 'front.php': b'\0' * 70000 + use,
             'blanks.php': use.replace(b' ', b'\0'), 'utf32le.php': b'\xff\xfe\0\0' + USE.encode('utf-32-le'),
             'utf32be.php': b'\0\0\xfe\xff' + USE.encode('utf-32-be'), 'bare32.php': USE.encode('utf-32-le'),
             'utf16.php': b'\xff\xfe' + (USE + '\0' * 10).encode('utf-16-le')}
    for name, content in texts.items():
        write(f'{top}/{name[:-4]}/{name}', content)
        complete(f'padded: {name}', f'{top}/{name[:-4]}', findings=plain)
    # Bytes that no text has: nobody can say what is in it.
    odd = use.replace(b'tags', b'ta\1\0gs').replace(b'\n', b'\n\0\0')
    write(f'{top}/odd/odd.php', odd)
    incomplete('source with bytes of no text', f'{top}/odd', 'odd.php', 'not text', findings=len(scan(f'{top}/odd')[1]['findings']))
    write(f'{top}/video/a.ts', bytes(range(256)) * 100)
    complete('a video', f'{top}/video')
    write(f'{top}/large/a.php', '<?php // marketo\n' + '$a = 1;\n' * 600000)
    done, report = scan(f'{top}/large', '--strict')
    check(done.returncode == 3 and report['complete'] is False, 'a parse that was given up')
    check('not read by its grammar' in report['verdict'], report['verdict'])


def hidden_inside(top, plain):
    """What a search for words does not see: packed without a name for it, in another alphabet, encoded."""
    write(f'{top}/Shop.php', USE)
    write(f'{top}/data', gzip.compress(USE.encode()))
    report = complete('a compressed file without a name for it', top, findings=2 * plain)
    check(report and any(f['location']['path'].startswith('data!/') for f in report['findings']), 'a compressed file: where')
    os.remove(f'{top}/data')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('Shop.php', USE)
    picture = b'\xff\xd8\xff\xe0\0\x10JFIF\0' + bytes(range(256)) * 40 + b'\xff\xd9'
    for front in (picture, b'MZ' + bytes(300), b'\x89PNG\r\n\x1a\n\0\0\0'):
        write(f'{top}/front', front + packed.getvalue())
        complete('an archive behind something else', top, findings=2 * plain)
    write(f'{top}/front', picture)
    complete('a picture', top, findings=plain)
    os.remove(f'{top}/front')
    for page in ('cp037', 'cp1140'):
        write(f'{top}/host.php', USE.encode(page))
        complete('a source of a mainframe', top, findings=2 * plain)
    # Records of cards and listings, without line ends.
    for length in (80, 132, 72):
        lines = ['<?php', '$client = new SoapClient(', f"  '{WSDL}'", ');', '$client->getTags();']
        write(f'{top}/host.php', ''.join(line.ljust(length) for line in lines).encode('cp037'))
        report = complete(f'a source of a mainframe in records of {length}', top, findings=plain + 3)
        found = {f['location']['start_line'] for f in report['findings'] if f['location']['path'] == 'host.php'} if report else {}
        check(found == {2, 3, 5}, f'records of {length}: in lines {found}')
    os.remove(f'{top}/host.php')
    write(f'{top}/gone.py', f'import suds.client\nclient = suds.client.Client("{WSDL}")\nclient.service.getTags()\n')
    py_compile.compile(f'{top}/gone.py', cfile=f'{top}/gone.pyc')
    os.remove(f'{top}/gone.py')
    report = complete('bytecode whose source is gone', top, findings=plain + 1)
    check(report and {f['confidence'] for f in report['findings'] if f['location']['path'] == 'gone.pyc'} == {'likely'}, 'bytecode')
    os.remove(f'{top}/gone.pyc')
    encoded = {'mail.eml': 'Content-Transfer-Encoding: base64\n\n' + base64.encodebytes(USE.encode()).decode(),
               'map.yaml': 'kind: ConfigMap\nbinaryData:\n  shop.php: ' + base64.b64encode(b'x' + USE.encode()).decode() + '\n',
               'page.html': '<script src="data:text/javascript;base64,' + base64.b64encode(b'xy' + USE.encode()).decode() + '"></script>\n',
               'a.json': '{"a": "' + ''.join(f'\\u{ord(c):04X}' for c in WSDL) + '"}\n',
               'a.py': 'u = "' + ''.join(f'\\x{ord(c):02x}' for c in WSDL) + '"\n',
               'a.txt': ''.join(f'%{ord(c):02X}' for c in WSDL) + '\n', 'a.xml': '<u>' + ''.join(f'&#{ord(c)};' for c in WSDL) + '</u>\n'}
    soft = USE.replace('=', '=3D').replace('mktoapi', 'mkto=\napi').replace('mktows', 'mkt=6Fws')
    encoded['page.mhtml'] = 'MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: Quoted-Printable\n\n' + soft
    encoded['old.eml'] = 'Content-Transfer-Encoding: quoted-printable\r\n\r\n' + WSDL.replace('mktoapi', 'mkto=\r\napi').replace('mktows', 'mkt=\r\nows') + '\r\n'
    for name, text in encoded.items():
        write(f'{top}/{name}', text)
        incomplete(f'{name}, encoded', top, name, 'encoded', findings=plain)
        os.remove(f'{top}/{name}')
    sealed = {'crm.enc.yaml': 'settings: ENC[AES256_GCM,data:3kr4kwB1ofHJXa0oVIOi,iv:a,tag:b,type:str]\nsops:\n  version: 3.7.1\n',
              'crm.enc.json': '{"data": "ENC[AES256_GCM,data:3kr4kwB1ofHJXa0o,iv:a,tag:b,type:str]", "sops": {"version": "3.8.1"}}\n',
              'crm.enc.env': 'A=ENC[AES256_GCM,data:3kr4kwB1ofHJXa0o,iv:a,tag:b,type:str]\nsops_version=3.7.1\n',
              'crm.enc.ini': '[a]\nb = ENC[AES256_GCM,data:3kr4kwB1ofHJXa0o,iv:a,tag:b,type:str]\n[sops]\nversion = 3.7.1\n'}
    for name, text in sealed.items():
        write(f'{top}/{name}', text)
        incomplete(f'{name}, sealed', top, name, 'encrypted', findings=plain)
        os.remove(f'{top}/{name}')
    with zipfile.ZipFile(f'{top}/mails.zip', 'w') as archive:
        archive.writestr('mail.eml', encoded['mail.eml'])
    incomplete('encoded in an archive', top, 'mails.zip!/mail.eml', 'encoded', findings=plain)
    incomplete('encoded, and all is read', top, 'mails.zip!/mail.eml', 'encoded', '--no-prefilter', findings=plain)
    os.remove(f'{top}/mails.zip')
    write(f'{top}/mail.eml', encoded['mail.eml'])
    incomplete('an encoded file, and all is read', top, 'mail.eml', 'encoded', '--no-prefilter', findings=plain)
    os.remove(f'{top}/mail.eml')
    for name, text in {'pixel.html': 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
                       'soft.eml': 'Content-Transfer-Encoding: quoted-printable\n\nThe summer mar=\nket opens at=20noon.\n',
                       'sops.md': 'Values become ENC[AES256_GCM,...] once they are sealed.\n',
                       'other.eml': base64.encodebytes(b'The summer market opens at noon. ' * 40).decode(), 'a.js': '"\\u006d\\u006b\\u0061"'}.items():
        write(f'{top}/{name}', text)
        complete(f'{name}, encoded, and not the service', top, findings=plain)
        os.remove(f'{top}/{name}')


def kept_although_ignored(top, plain):
    """What git keeps is part of the tree, whatever .gitignore says of its name; the user's own rules stand."""
    write(f'{top}/Shop.php', USE)
    write(f'{top}/legacy/deep/Old.php', USE)
    write(f'{top}/legacy/New.php', USE)
    write(f'{top}/.gitignore', 'legacy/\n')
    git(top, 'init', '-q')
    git(top, 'add', '.gitignore', 'Shop.php')
    git(top, 'add', '-f', 'legacy/deep/Old.php')
    report = complete('a file that git keeps although it ignores its folder', top, findings=2 * plain)
    check(report and {f['location']['path'] for f in report['findings']} == {'Shop.php', 'legacy/deep/Old.php'}, 'which of them')
    complete('a folder that is named is read', f'{top}/legacy', findings=2 * plain)
    complete('left out by the user', top, '--exclude', 'legacy/', findings=plain)
    write(f'{top}/.unsoapignore', 'legacy/deep/\n')
    complete('left out by our own rules', top, findings=plain)
    os.remove(f'{top}/.unsoapignore')
    shutil.rmtree(f'{top}/legacy')
    os.symlink('/etc', f'{top}/legacy')
    done, report = scan(top)
    check(report and not any('legacy/' in f['location']['path'] for f in report['findings']), 'by way of a link')


def values(top):
    url = WSDL
    for name, text in {'A.pm': f"package A;\nsub wsdl {{ '{url}' }}\n1;\n", 'B.pm': f"has wsdl => (default => sub {{ '{url}' }});\n1;\n",
                       'c.pl': f"my $w = do {{ '{url}' }};\n", 'd.pl': f"my @w = map {{ '{url}' }} 1;\n",
                       'e.groovy': f"def w() {{\n  log.info 'x'\n  '{url}'\n}}\n"}.items():
        write(f'{top}/{name}/{name}', text)
        report = scan(f'{top}/{name}')[1]
        check(report and len(report['findings']) == 1, f'{name}: an address that is a value')
    write(f'{top}/doc.py/doc.py', f'def w():\n    """{url}"""\n')
    complete('a docstring', f'{top}/doc.py')
    write(f'{top}/sql/a.sql', 'create table lead (id int, marketoCookie text, foreignSysPersonId text);\n')
    done, report = scan(f'{top}/sql', '--min-confidence', 'possible')
    check(done.returncode == 0, f'words alone: status {done.returncode}')
    check({f['confidence'] for f in report['findings']} == {'possible'}, 'words alone')
    check('No certain or likely dependence on it was found; 2 possible places.' in report['verdict'],
          f'words alone, listed: {report["verdict"]}')


def our_words(top):
    """The addresses of REST are printed whole, although the tree hands one to what signs."""
    write(f'{top}/a.js', "const crypto = require('crypto'), soap = require('soap');\n"
          "const sign = (secretKey, text) => crypto.createHmac('sha1', secretKey).update(text).digest('hex');\n"
          "sign('/rest/v1/campaigns/', 'x');\n"
          f"soap.createClient('{WSDL}', (e, c) => c.requestCampaign({{ source: 'MKTOWS', campaignId: id }}));\n")
    report = scan(top)[1]
    paths = {r['path'] for f in report['findings'] for r in f['replacements']}
    check('/rest/v1/campaigns/{campaignId}/trigger.json' in paths, f'addresses of REST: {paths}')


def left_out(top):
    """What is below --min-confidence is not listed, and said."""
    call = f"<?php\n$client = new SoapClient('{WSDL}');\n$client->getLead($key);\n"
    for name, file, text in (('backup', 'sync.php.bak', call), ('old', 'sync.php.orig', call), ('tilde', 'sync.php~', call),
                             ('words', 'a.sql', 'create table lead (id int, marketoCookie text, foreignSysPersonId text);\n')):
        write(f'{top}/{name}/{file}', text)
        report = complete(name, f'{top}/{name}')
        check('No certain or likely dependence on it was found; ' in report['verdict'], f'{name}: {report["verdict"]}')
        check('not listed (--min-confidence possible lists them)' in report['verdict'], f'{name}: {report["verdict"]}')
        every = scan(f'{top}/{name}', '--min-confidence', 'possible')[1]
        check(report['left_out'] == {'findings': len(every['findings']), 'files': 1}, f'{name}: {report.get("left_out")}')
        check('left_out' not in every, f'{name}: {every.get("left_out")}')
    write(f'{top}/none/a.php', '<?php echo 1;\n')
    check(complete('none', f'{top}/none')['verdict'].endswith('No dependence on it was found.'), 'nothing left out')


def every_format(top):
    """The same gap in every format, where nothing was found and where something was."""
    for name, found in (('clean', False), ('used', True)):
        tree = f'{top}/{name}'
        write(f'{tree}/a.php', USE if found else '<?php echo 1;\n')
        write(f'{tree}/lib/client.jar', 'version https://git-lfs.github.com/spec/v1\noid sha256:' + '7' * 64 + '\nsize 9\n')
        out = f'{top}/out-{name}'
        os.makedirs(out)
        flags = [f'-f={kind}={out}/{file}' for kind, file in FORMATS.items()]
        done = run('scan', '--no-config', '-q', '--exit-zero', *flags, tree)
        check(done.returncode == 0, f'{name}: {done.stderr}')
        texts = {}
        for kind, file in FORMATS.items():
            with open(f'{out}/{file}', encoding='utf-8') as opened:
                texts[kind] = opened.read()
        for kind in ('text', 'markdown', 'csv', 'json'):
            planned = run('plan', '--no-config', '-q', '-f', kind, tree)
            texts['plan ' + kind] = planned.stdout
        gap = '1 of 2 files was not read: lib/client.jar (git LFS pointer'
        plain = {kind: ' '.join(text.replace('\\', '').split()) for kind, text in texts.items()}
        for kind, text in plain.items():
            check('client.jar' in text and 'git LFS pointer' in text, f'{name} {kind}: the gap is not named')
            alone = text.count('No dependence on it was found')
            check(alone == 0, f'{name} {kind}: says without condition that nothing was found')
        for kind in ('text', 'markdown', 'html', 'json', 'jsonl', 'sarif', 'junit', 'github', 'plan text', 'plan markdown',
                     'plan json', 'plan csv'):
            check(gap in plain[kind], f'{name} {kind}: the verdict does not say it: {plain[kind][:200]}')
        check(plain['text'].startswith(gap) and plain['plan text'].startswith(gap), f'{name}: text does not begin with it')
        check(texts['markdown'].startswith('## unsoap\n\n**1 of 2'), f'{name}: markdown does not begin with it')
        check(texts['github'].startswith('::warning title=unsoap::1 of 2'), f'{name}: annotations do not begin with it')
        junit = ElementTree.fromstring(texts['junit'])
        check(len(junit.findall('.//skipped')) == 1 and junit.get('skipped') == '1', f'{name}: junit has no skipped test')
        check(int(junit.get('tests')) == len(junit.findall('.//testcase')), f'{name}: junit counts its tests wrongly')
        check(('no dependency found' not in [case.get('name') for case in junit.iter('testcase')]), f'{name}: junit')
        sarif = json.loads(texts['sarif'])['runs'][0]
        notes = sarif['invocations'][0]['toolExecutionNotifications']
        check(any(note['descriptor']['id'] == 'not-read' for note in notes), f'{name}: sarif')
        check(sarif['invocations'][0]['executionSuccessful'] is True, f'{name}: sarif says that the run failed')
        first = list(csv.DictReader(io.StringIO(texts['csv'])))[0]
        check(first['kind'] == 'not-read' and first['path'] == 'lib/client.jar', f'{name}: csv {first}')
        check(json.loads(texts['gitlab'])[0]['check_name'] == 'unsoap/not-read', f'{name}: gitlab')
        check(json.loads(texts['sonar'])['issues'][0]['ruleId'] == 'unsoap/not-read', f'{name}: sonar')
        check(json.loads(texts['rdjson'])['diagnostics'][0]['code']['value'] == 'unsoap/not-read', f'{name}: rdjson')
        check(ElementTree.fromstring(texts['checkstyle']).find('file/error').get('source') == 'unsoap/not-read', f'{name}: checkstyle')
        # A saved result says the same.
        for kind, file in FORMATS.items():
            if kind == 'text':
                continue
            again = run('convert', f'{out}/r.json', '-f', kind)
            check(again.stdout == texts[kind], f'{name}: convert gives another {kind}')


def own_reports(top, plain):
    write(f'{top}/a.php', USE)
    flags = [f'-f={kind}={file}' for kind, file in FORMATS.items()]
    run('scan', '--no-config', '--exit-zero', '-q', *flags, '.', cwd=top)
    for kind, file in (('text', 'plan.txt'), ('markdown', 'plan.md'), ('csv', 'plan.csv'), ('json', 'plan.json')):
        write(f'{top}/{file}', run('plan', '--no-config', '-q', '-f', kind, 'a.php', cwd=top).stdout)
    run('baseline', 'create', '--no-config', '-q', 'a.php', cwd=top)
    report = complete('own reports', top, findings=plain)
    left_out = {row['path'] for row in report['coverage'].get('left_out', [])}
    wanted = set(FORMATS.values()) | {'plan.txt', 'plan.md', 'plan.csv', 'plan.json', '.unsoap-baseline.json'}
    check(wanted <= left_out, f'own reports: read {sorted(wanted - left_out)}')
    check(left_out <= wanted, f'own reports: {sorted(left_out - wanted)}')
    text = run('scan', '--no-config', '-q', '--exit-zero', top).stdout
    check('report of unsoap' in text, 'own reports: text does not name them')
    with open(f'{top}/r.json', encoding='utf-8') as file:
        saved = file.read()
    with open(f'{top}/r.txt', encoding='utf-8') as file:
        page = file.read()
    with zipfile.ZipFile(f'{top}/artifacts.zip', 'w') as archive:
        archive.writestr('r.json', saved)
    complete('own reports in an archive', top, findings=plain)
    # What only looks like one.
    write(f'{top}/fake/a.php', page.replace('\n', '\n// ') + '\n' + USE)
    write(f'{top}/fake/b.json', json.dumps({'tool': {'name': 'unsoap'}, 'wsdl': WSDL}))
    write(f'{top}/fake/c.md', f'# Migration\n\nWe run unsoap; the WSDL is {WSDL}\n')
    write(f'{top}/fake/d.yml', f'tool: unsoap\nwsdl: {WSDL}\n')
    write(f'{top}/fake/e.json', saved[:-20])
    write(f'{top}/fake/f.php', '<?php /*\n' + page + '*/\n' + USE[5:])
    write(f'{top}/fake/g.js', '::notice title=unsoap::x\n')
    done, fake = scan(f'{top}/fake')
    check(not fake['coverage'].get('left_out'), f'what only looks like a report: {fake["coverage"].get("left_out")}')
    found = {finding['location']['path'] for finding in fake['findings']}
    check({'b.json', 'c.md', 'd.yml', 'f.php'} <= found, f'what only looks like a report: found {found}')


def interrupted(top):
    for i in range(3000):
        write(f'{top}/f{i}.php', USE.replace('Shop', f'Shop{i}') + '// x\n' * 300)
    out = f'{top}/../part.json'
    for delay in (0.05, 0.1, 0.2, 0.4, 0.8):
        process = subprocess.Popen([UNSOAP, 'scan', '--no-config', '-q', '-j1', '-f', f'json={out}', top], env=ENV,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        process.wait()
        if process.returncode != 130 or not os.path.exists(out):
            continue
        with open(out, encoding='utf-8') as file:
            report = json.load(file)
        os.remove(out)
        coverage = report['coverage']
        check(report['complete'] is False and report['interrupted'] is True, 'interrupted: complete')
        check(coverage['files_dropped_by_prefilter'] == 0, f'interrupted: {coverage["files_dropped_by_prefilter"]} without a trace')
        # A folder whose files nobody has listed yet stands for them.
        unlisted = [row['path'] for row in coverage['not_read'] if os.path.isdir(f'{top}/{row["path"]}')]
        known = coverage['files_parsed'] + coverage['files_not_read'] - len(unlisted)
        check(known == 3000 or (unlisted and known < 3000), f'interrupted: {coverage["files_parsed"]} parsed, {coverage["files_not_read"]} not read')
        check({row['reason'] for row in coverage['not_read']} <= {'interrupted'}, 'interrupted: reasons')
        check(report['verdict'].startswith('The scan was interrupted'), report['verdict'])


def main():
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        plain = repositories(f'{top}/git' if os.makedirs(f'{top}/git') is None else '')
        for name, cases in (('patterns', pointers_and_patterns), ('links', unreadable), ('damaged', damaged), ('padded', padded),
                            ('reports', own_reports), ('inside', hidden_inside), ('kept', kept_although_ignored)):
            os.makedirs(f'{top}/{name}')
            cases(f'{top}/{name}', plain)
        os.makedirs(f'{top}/none')
        nothing_read('an empty folder', f'{top}/none', 'there is none here')
        values(f'{top}/values')
        left_out(f'{top}/left')
        our_words(f'{top}/words')
        every_format(f'{top}/formats')
        interrupted(f'{top}/many/tree')
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


main()

#!/usr/bin/env python3
"""What an edit costs `unsoap lsp`: processor time of the first scan and of one edit, in the trees that are named.

    bench/edits.py build/release/unsoap TREE FILE [TREE FILE ...]

FILE is the open file, relative to TREE. One thread; a blank is put into the third line, five times after three that do not count."""
import json
import os
import subprocess
import sys
import time


class Server:
    def __init__(self, unsoap):
        self.process = subprocess.Popen([unsoap, 'lsp', '--no-config', '--jobs', '1'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, **message):
        body = json.dumps({'jsonrpc': '2.0', **message}).encode()
        self.process.stdin.write(b'Content-Length: %d\r\n\r\n' % len(body) + body)
        self.process.stdin.flush()

    def ask(self, number, method, params):
        self.send(id=number, method=method, params=params)
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                length = int(line.split(b':')[1]) if line.lower().startswith(b'content-length:') else length
            message = json.loads(self.process.stdout.read(length))
            if message.get('id') == number:
                return message

    def seconds(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def megabytes(self):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return next(int(line.split()[1]) for line in file if line.startswith('VmRSS')) // 1024


def measure(unsoap, tree, name):
    server = Server(unsoap)
    root = 'file://' + os.path.realpath(tree)
    document = {'uri': f'{root}/{name}'}
    server.ask(1, 'initialize', {'rootUri': root, 'capabilities': {}, 'initializationOptions': {'delay': 0}})
    server.send(method='initialized', params={})
    begin = server.seconds()
    server.ask(2, 'textDocument/codeLens', {'textDocument': document})
    scan = server.seconds() - begin
    with open(os.path.join(tree, name), encoding='utf-8', errors='replace') as file:
        server.send(method='textDocument/didOpen', params={'textDocument': {**document, 'languageId': '', 'version': 1, 'text': file.read()}})
    time.sleep(1.5)  # times of files that are too new prove nothing
    here = {'line': 2, 'character': 0}
    for number in range(8):
        if number == 3:
            begin = server.seconds()
        server.send(method='textDocument/didChange', params={'textDocument': {**document, 'version': number + 2},
                                                             'contentChanges': [{'range': {'start': here, 'end': here}, 'text': ' '}]})
        server.ask(number + 3, 'textDocument/codeLens', {'textDocument': document})
    edit = (server.seconds() - begin) / 5
    print(f'{os.path.basename(tree)} {name}: scan {scan:.2f} s, edit {edit:.3f} s ({scan / max(edit, 0.001):.0f} times less), {server.megabytes()} MB')
    server.process.stdin.close()
    server.process.wait()


if __name__ == '__main__':
    if len(sys.argv) < 4 or len(sys.argv) % 2:
        sys.exit(__doc__)
    for at in range(2, len(sys.argv), 2):
        measure(sys.argv[1], sys.argv[at], sys.argv[at + 1])

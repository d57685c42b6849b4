"""`scan --rest`: what is said of the REST requests in fixtures/rest/, and that nothing else changes by it."""
import json
import os
import re
import subprocess
import sys
import tempfile

UNSOAP = os.path.abspath(sys.argv[1])
ROOT = 'fixtures/rest'
wrong = []


def scan(*more, root=ROOT):
    run = subprocess.run([UNSOAP, 'scan', '--no-config', '--as-of', '2026-11-01', *more, root], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout


def report(*more, root=ROOT):
    status, text = scan('-f', 'json', *more, root=root)
    return status, json.loads(text)


expected = set()
for name in sorted(os.listdir(ROOT)):
    if name.endswith('.md'):
        continue
    with open(os.path.join(ROOT, name), encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            claim = re.search(r'note: ([\w-]+)$', line.rstrip())
            if claim:
                expected.add((name, number + 1, claim[1]))
status, plain = report()
status_rest, rest = report('--rest')
notes = rest.pop('rest', [])
got = {(n['location']['path'], n['location']['start_line'], n['rule'].split('/')[-1]) for n in notes}
wrong += [f'missing: {one}' for one in sorted(expected - got)]
wrong += [f'not claimed: {one}' for one in sorted(got - expected)]
if len(expected) < 18:
    wrong.append(f'only {len(expected)} claims')
if 'rest' in plain:
    wrong.append('notes without --rest')
for one in (plain, rest):
    one.pop('command', None)
if status != status_rest or plain != rest:
    wrong.append('--rest changes more than its own notes')
days = {n['rule'].split('/')[-1]: n.get('since') for n in notes}
if days.get('access-token-parameter') != '2026-08-31' or days.get('merge-limit') != '2026-03-31' or days.get('large-list-activities') != '2026-09-30':
    wrong.append(f'days: {days}')
if not all(n['rule'].startswith('marketo-soap/rest/') and n['text'] for n in notes):
    wrong.append('a note without its rule or text')
text = scan('--rest')[1]
if 'REST requests in the code' not in text or '2026-08-31:' not in text or 'REST requests in the code' in scan()[1]:
    wrong.append(f'text: {text}')
status, json_text = scan('--rest', '-f', 'json')
with tempfile.TemporaryDirectory() as folder:
    saved = os.path.join(folder, 'saved.json')
    with open(saved, 'w', encoding='utf-8') as file:
        file.write(json_text)
    again = subprocess.run([UNSOAP, 'convert', '-f', 'json', saved], capture_output=True, text=True, check=True).stdout
    if json.loads(again).get('rest') != notes:
        wrong.append('a saved report loses its notes')
    # No gate counts them, and no value of a secret is printed.
    secret = 'c2f0a7d9-64b1-4e0c-9f52-7a1d3b8e6c40:lon'
    with open(os.path.join(folder, 'a.py'), 'w', encoding='utf-8') as file:
        file.write(f'url = "https://x/rest/v1/leads.json?filterType=id&access_token={secret}"\n')
    os.remove(saved)
    status, text = scan('--rest', '--fail-on', 'note', root=folder)
    if status or 'access_token' not in text or secret in text:
        wrong.append(f'status {status}: {text}')
    other, text = report('--rest', '--rules', 'fixtures/packs/parcel-soap', root=ROOT)
    if text.get('rest'):
        wrong.append(f'notes of another pack: {text["rest"]}')
print('\n'.join(wrong) or f'{len(got)} notes')
sys.exit(bool(wrong))

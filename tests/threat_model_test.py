"""docs/threat-model.md names for each promise the test that holds it: every one it names is there, and none is missing."""
import os
import re
import sys

PAGE = 'docs/threat-model.md'
with open(PAGE, encoding='utf-8') as file:
    page = file.read()
problems = [f'{PAGE} names {name}, which is not there' for name in sorted(set(re.findall(r'`((?:tests|docs)/[\w./-]*\w)/?`', page)))
            if not os.path.exists(name)]
table = page.partition('## What is promised\n')[2].partition('\n## ')[0]
rows = [line for line in table.splitlines() if line.startswith('| **')]
problems += [f'a promise without a test: {row[:80]}' for row in rows
             if not re.search(r'`tests/[\w./-]+_test\.(cc|py|sh|mjs)`', row.rsplit('|', 2)[1])]
if len(rows) < 9:
    problems.append(f'only {len(rows)} promises were found in {PAGE}')
with open('README.md', encoding='utf-8') as file:
    readme = file.read()
problems += [f'README.md does not link to {name}' for name in ('SECURITY.md', PAGE) if f']({name})' not in readme]
print('\n'.join(problems) or f'{len(rows)} promises, each with its tests')
sys.exit(1 if problems else 0)

"""Every folder of fixtures/known_misses is described, and nothing else is.

fixtures/known_misses/README.md has one line a folder, "- `language/idiom`: sentence"; the limits in docs/limits.md link to
it and hold the same sentences.
"""
import os
import re
import sys

MISSES = 'fixtures/known_misses'


def squeeze(text):
    return re.sub(r'\s+', ' ', text)


def main():
    with open(os.path.join(MISSES, 'README.md'), encoding='utf-8') as file:
        lines = re.findall(r'^- `([^`]+)`: (.+)$', file.read(), re.MULTILINE)
    with open('docs/limits.md', encoding='utf-8') as file:
        page = file.read()
    limits = page.partition('\n## What it does not see\n')[2].partition('\n## ')[0]
    folders = {f'{language}/{idiom}'
               for language in os.listdir(MISSES) if os.path.isdir(os.path.join(MISSES, language))
               for idiom in os.listdir(os.path.join(MISSES, language))}
    listed = [folder for folder, _ in lines]
    problems = [f'{MISSES}/README.md does not list {folder}' for folder in sorted(folders - set(listed))]
    problems += [f'{MISSES}/README.md lists {folder}, which does not exist' for folder in sorted(set(listed) - folders)]
    problems += [f'{MISSES}/README.md lists {folder} twice' for folder in sorted(set(listed)) if listed.count(folder) > 1]
    problems += [f'the limits in docs/limits.md do not hold the sentence of {folder}: {sentence}'
                 for folder, sentence in lines if '- ' + squeeze(sentence).strip() not in squeeze(limits)]
    items = len(re.findall(r'^- ', limits.partition(f'(../{MISSES}/README.md)')[2], re.MULTILINE))
    if items != len(lines):
        problems.append(f'the limits in docs/limits.md have {items} lines after the link to {MISSES}/README.md, '
                        f'which has {len(lines)}')
    for problem in problems:
        print(problem)
    return 1 if problems else 0


sys.exit(main())

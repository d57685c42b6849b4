#!/usr/bin/env python3
"""sqlite.py FLEET.db [ANSWER]: does sqlite.sql with Python's own SQLite, from the directory of an answer.

Of the shell's commands that script needs `.import FILE TABLE` alone: a row for each line. The others shape what is printed.
"""
import os
import sqlite3
import sys


def main():
    answer = sys.argv[2] if len(sys.argv) > 2 else '.'
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sqlite.sql'), encoding='utf-8') as file:
        script = file.read()
    database = sqlite3.connect(sys.argv[1])
    statement = ''
    for line in script.splitlines(keepends=True):
        if line.startswith('.import '):
            _, name, table = line.split()
            with open(os.path.join(answer, name), encoding='utf-8') as rows:
                database.executemany(f'INSERT INTO {table} VALUES (?)', ((row.rstrip('\n'),) for row in rows))
        elif not line.startswith('.'):
            statement += line
            if sqlite3.complete_statement(statement):
                for row in database.execute(statement):
                    print('|'.join(map(str, row)))
                statement = ''
    database.commit()


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Runs commands in turn, again and again, and prints each one's ratio to the first.

Interleaved, because on a shared machine neighbours slow down whatever runs at that moment; a ratio of two runs beside each other
survives that, a difference between two blocks does not. The input has a name, a tab and a shell line for each command.
"""
import argparse
import os
import statistics
import subprocess
import time


def run(line):
    # A process of its own for each run, so that the maximum memory is the command's and not an earlier one's.
    begin = time.perf_counter()
    process = subprocess.Popen(["bash", "-c", "exec " + line], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for _ in iter(lambda: process.stdout.read(1 << 16), b""):
        pass  # a pipe and not /dev/null: some searchers stop at the first match when nobody reads
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    commands = [line.rstrip("\n").split("\t", 1) for line in open(options.commands, encoding="utf-8")]
    results = {name: [] for name, _ in commands}
    for name, line in commands:
        status = run(line)[3]  # warm the page cache
        if status not in (0, 1):  # 1: "something found" or "nothing found"
            print(f"{name}: ended with status {status}")
    for _ in range(options.runs):
        for name, line in commands:
            results[name].append(run(line))
    first = results[commands[0][0]]
    print(f"{'':22}{'wall':>8}{'cpu':>8}{'seconds':>10}{'peak MB':>9}   (median ratios to '{commands[0][0]}', {options.runs} runs)")
    for name, _ in commands:
        mine = results[name]
        wall = statistics.median(a[0] / b[0] for a, b in zip(mine, first))
        cpu = statistics.median(a[1] / max(b[1], 1e-9) for a, b in zip(mine, first))
        print(f"{name:22}{wall:8.2f}{cpu:8.2f}{statistics.median(a[0] for a in mine):10.3f}{max(a[2] for a in mine):9.1f}")


if __name__ == "__main__":
    main()

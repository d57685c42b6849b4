#!/usr/bin/env python3
"""How the cost of linking grows with the files that use the service: the same code at 1, 4 and 16 times the size.

One thread, so that the stages' times are processor times; the best of some runs, because on a shared machine the others say
more about the neighbours. What counts are the ratios: link to read, and both to a sixteenth of the tree.
"""
import argparse
import os
import re
import subprocess


def run(unsoap, tree):
    process = subprocess.Popen([unsoap, "scan", "--no-config", "-j1", "--stats", "--exit-zero", "--format", "json=/dev/null", tree],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    text = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    stages = {name: float(value) for name, value in re.findall(r"(read|link|match) ([0-9.]+) s", text)}
    stages["candidates"] = int(re.search(r"candidates (\d+)", text).group(1))
    stages["peak"] = usage.ru_maxrss / 1024
    return stages


def megabytes(tree):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(tree) for name in names) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("unsoap")
    parser.add_argument("trees", nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'tree':10}{'files':>7}{'MB':>7}{'read s':>8}{'link s':>8}{'match s':>8}{'link/read':>11}{'link/MB':>9}{'peak/MB':>9}"
          "   (link/MB: to the first tree)")
    first = None
    for tree in options.trees:
        runs = [run(options.unsoap, tree) for _ in range(options.runs)]
        size = megabytes(tree)
        read, link, match = (min(r[stage] for r in runs) for stage in ("read", "link", "match"))
        first = first or link / size
        print(f"{os.path.basename(tree):10}{runs[0]['candidates']:7}{size:7.1f}{read:8.2f}{link:8.2f}{match:8.2f}{link / read:11.2f}"
              f"{link / size / first:9.2f}{max(r['peak'] for r in runs) / size:9.1f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env node
// Starts the program of the package that npm chose for this platform; its status and signals are passed on.
"use strict";
const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const name = `unsoap-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/bin/unsoap`);
} catch {
  console.error(`unsoap: there is no program for ${process.platform} on ${process.arch} here (the package ${name} is not installed).`);
  console.error("Install without --no-optional and --omit=optional, or build it from its sources.");
  process.exit(3);
}
// Ctrl-C goes to both; the program decides how it ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
const done = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (done.error) {
  console.error(`unsoap: ${program} cannot be started: ${done.error.message}`);
  process.exit(3);
}
process.exit(done.signal ? 128 + (constants.signals[done.signal] ?? 0) : done.status);

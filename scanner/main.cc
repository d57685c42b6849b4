// argv -> command -> exit status. Everything else is in cli/.
#include "scanner/cli/cli.h"

int main(int argc, char** argv) { return unsoap::cli::Main(argc, argv); }

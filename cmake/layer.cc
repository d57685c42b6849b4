// What a module is linked with to see that it calls nothing above it (layer_MODULE in CMakeLists.txt). Never run.
int main() { return 0; }
